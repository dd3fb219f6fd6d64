//! Messages above a form or below a field.

use super::{
    action::{Action, Does},
    reason::key_for,
};
use crate::{
    decimal::digits,
    flow::{
        ceremony,
        state::{Proof, Remark},
    },
    i18n::Catalog,
    kratos::{
        continue_with::FlowRef,
        error::{ErrorId, KratosError},
        flow::FlowKind,
        message::{ALREADY_VERIFIED, GENERAL},
        node::Trigger,
        request::page_of,
        response::Unreached,
        text::{Severity, UiText},
    },
    url::{Verdict, judge},
    webauthn::{ability::Obstacle, error::CeremonyError},
};

/// A message to the person.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Its tone.
    pub tone: Tone,
    /// Its text.
    pub text: String,
    /// The id of the Kratos message it shows.
    pub message: Option<i64>,
    /// Technical details for the integrator.
    pub detail: Option<String>,
    /// An action shown with it.
    pub action: Option<Action>,
}

/// The tone of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
#[derive(serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    Info,
    Error,
    Success,
}

impl Tone {
    /// Its value in `data-tone`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Error => "error",
            Self::Success => "success",
        }
    }
}

impl Notice {
    /// A Kratos message.
    pub fn from_message(words: &Catalog, message: &UiText) -> Self {
        let (text, detail) = match (message.id, key_for(&message.text)) {
            (GENERAL, Some(key)) => (words.text(key), None),
            (GENERAL, None) => (words.text("reason.form"), Some(message.text.clone())),
            _ => (words.message(message), None),
        };
        Self {
            message: Some(message.id),
            detail,
            ..Self::new(
                match message.severity {
                    // What is done already is no error.
                    _ if message.id == ALREADY_VERIFIED => Tone::Success,
                    Severity::Info => Tone::Info,
                    Severity::Error => Tone::Error,
                    Severity::Success => Tone::Success,
                },
                text,
            )
        }
    }

    /// A message of our own.
    // One copy for all.
    #[inline(never)]
    pub fn new(tone: Tone, text: String) -> Self {
        Self { tone, text, message: None, detail: None, action: None }
    }

    fn with_retry(mut self, words: &Catalog) -> Self {
        self.action = Some(Action::secondary(words.text("try_again"), Does::Retry));
        self
    }

    /// No answer.
    pub fn unreached(words: &Catalog, why: Unreached) -> Self {
        let key = match why {
            Unreached::Failed => "unreached.failed",
            Unreached::TimedOut => "unreached.timed_out",
            Unreached::Redirected => "not_kratos.200",
            Unreached::TooMany(_) => "unreached.too_many",
        };
        Self::new(Tone::Error, words.text(key))
    }

    /// An answer from something other than Kratos.
    pub fn not_kratos(words: &Catalog, status: u16) -> Self {
        let text = words.text(match status {
            200 => "not_kratos.200",
            413 => "not_kratos.413",
            431 => "not_kratos.431",
            // The service is away, or a gateway says so in its place.
            502..=504 => "not_kratos.502",
            _ => "not_kratos",
        });
        let mut notice = Self::new(Tone::Error, text);
        notice.detail = Some(words.fill("not_kratos.detail", &[("status", &digits(status))]));
        notice
    }

    /// An error of Kratos without a form.
    pub fn refused(words: &Catalog, error: &KratosError) -> Self {
        let known = error.words().and_then(key_for);
        let (key, detail) = match known {
            _ if error.status >= 500 => ("refused.5xx", Some(detail(error))),
            Some(key) => (key, None),
            None => ("refused", Some(detail(error))),
        };
        Self { detail, ..Self::new(Tone::Error, words.text(key)) }
    }

    /// The browser did not navigate to `url`.
    pub fn stranded(words: &Catalog, url: &str) -> Self {
        let key = if judge(url) == Verdict::Refused { "stranded.refused" } else { "stranded" };
        let mut notice = Self::new(Tone::Error, words.text(key));
        notice.detail = Some(url.to_owned());
        notice
    }

    /// Kratos' messages about saved settings, and the address to verify.
    fn saved(words: &Catalog, messages: &[UiText], verify: Option<&FlowRef>) -> Self {
        let first = messages.first().map(|message| Self::from_message(words, message));
        let mut notice = first.unwrap_or_else(|| Self::new(Tone::Success, String::new()));
        if let Some(flow) = verify {
            let address = flow.address.as_deref().unwrap_or_default();
            let more = words.fill("remark.verify_new", &[("address", address)]);
            notice.text = [&notice.text, " ", &more].concat().trim().to_owned();
            let page = Does::Open(page_of(FlowKind::Verification, &flow.id));
            notice.action = Some(Action::secondary(words.text("verify"), page));
        }
        notice
    }

    /// The notice for a remark.
    pub fn from_remark(words: &Catalog, remark: &Remark) -> Self {
        match remark {
            Remark::StartedAgain => Self::new(Tone::Info, words.text("remark.started_again")),
            Remark::CodeSentAgain => Self::new(Tone::Success, words.text("remark.code_again")),
            Remark::Unreached(why) => {
                let mut notice = Self::unreached(words, *why).with_retry(words);
                notice.action = notice.action.map(|action| action.after(why.wait()));
                notice
            }
            Remark::NotKratos(status) => Self::not_kratos(words, *status).with_retry(words),
            Remark::Refused(error) => Self::refused(words, error).with_retry(words),
            Remark::Saved(messages, verify) => Self::saved(words, messages, verify.as_ref()),
            Remark::SignInFirst(proof) => {
                let key = match proof {
                    Proof::SignedOut => "remark.signed_out",
                    Proof::TooOld => "remark.too_old",
                    Proof::SecondFactor => "remark.second_factor",
                };
                Self::new(Tone::Info, words.text(key))
            }
            Remark::OtherPerson(name) => {
                Self::new(Tone::Info, words.fill("remark.other_person", &[("name", name)]))
            }
            Remark::NavigationFailed(url) => {
                let mut notice = Self::stranded(words, url);
                if judge(url) != Verdict::Refused {
                    let open = Does::Visit(url.clone());
                    notice.action = Some(Action::secondary(words.text("open_it"), open));
                }
                notice
            }
            Remark::VerifyFirst => Self::new(Tone::Info, words.text("remark.verify_first")),
            Remark::Ceremony(trigger, error) => Self::from_ceremony_error(words, *trigger, error),
        }
    }

    fn from_ceremony_error(words: &Catalog, trigger: Trigger, error: &CeremonyError) -> Self {
        let creates_credential = ceremony::creates_credential(trigger);
        let (tone, key) = match error {
            CeremonyError::Cancelled | CeremonyError::Aborted if creates_credential => {
                (Tone::Info, "ceremony.not_made")
            }
            // The account has no credential yet: the device can't create one.
            CeremonyError::NothingHere if creates_credential => (Tone::Error, "ceremony.incapable"),
            CeremonyError::Cancelled | CeremonyError::Aborted => (Tone::Info, "ceremony.cancelled"),
            CeremonyError::NothingHere => (Tone::Info, "ceremony.nothing"),
            CeremonyError::TimedOut => (Tone::Info, "ceremony.timed_out"),
            CeremonyError::Interrupted => (Tone::Info, "ceremony.interrupted"),
            CeremonyError::Pending => (Tone::Error, "ceremony.pending"),
            CeremonyError::AlreadyRegistered => (Tone::Error, "ceremony.registered"),
            CeremonyError::Incapable => (Tone::Error, "ceremony.incapable"),
            CeremonyError::Impossible(obstacle) => (Tone::Error, obstacle_text(*obstacle)),
            CeremonyError::Unsupported => (Tone::Error, "ceremony.unsupported"),
            CeremonyError::BadOptions => (Tone::Error, "ceremony.options"),
            CeremonyError::Other(_) => (Tone::Error, "ceremony.other"),
        };
        let is_key = matches!(trigger, Trigger::WebauthnLogin | Trigger::WebauthnRegistration);
        let of_key = words.find(&[key, ".key"].concat()).filter(|_| is_key);
        let text = of_key.map_or_else(|| words.text(key), str::to_owned);
        let mut notice = Self::new(tone, text);
        if let CeremonyError::Other(name) = error {
            notice.detail = Some(name.clone());
        }
        notice
    }
}

/// An error for the integrator: its status, id and reason.
fn detail(error: &KratosError) -> String {
    let mut detail = digits(error.status);
    for part in [error.id.as_ref().map(ErrorId::as_str), error.words()].into_iter().flatten() {
        detail.push(' ');
        detail.push_str(part);
    }
    detail
}

/// The key of an obstacle's text.
pub(super) fn obstacle_text(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::InsecureContext => "ceremony.insecure",
        Obstacle::NoInterface => "ceremony.unsupported",
        Obstacle::Policy | Obstacle::IpAddress | Obstacle::OtherDomain => "ceremony.not_allowed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A failed *creation* of a passkey said that "this device has no passkey that fits", and a
    /// failed security key was described as a passkey.
    #[test]
    fn a_failed_ceremony_has_a_text_for_its_operation() {
        let words = Catalog::english();
        let text_for = |trigger, error: CeremonyError| {
            Notice::from_remark(&words, &Remark::Ceremony(trigger, error)).text
        };
        let nothing = CeremonyError::NothingHere;
        for (trigger, start) in [
            (Trigger::PasskeyLogin, "This device has no matching passkey."),
            (Trigger::PasskeyRegistration, "This device or key can’t be used as a passkey here."),
            (Trigger::WebauthnLogin, "This security key isn’t registered to your account."),
            (Trigger::WebauthnRegistration, "This device or key can’t be used here."),
        ] {
            let text = text_for(trigger, nothing.clone());
            assert!(text.starts_with(start), "{trigger:?}: {text}");
        }
        let text = text_for(Trigger::PasskeySettings, CeremonyError::Cancelled);
        assert!(text.starts_with("No passkey was created."), "{text}");
    }
}
