//! What was seen: the page, its settings, the answers to probes, and what the client met.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::address::Address;

/// Everything that was seen so far.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Observations {
    /// The page, or the terminal in its place.
    pub page: Page,
    /// What the page was told.
    pub settings: Settings,
    /// What the page's Content-Security-Policy refused.
    pub violations: Vec<Violation>,
    /// The answers to probes.
    pub answers: Vec<Answer>,
    /// What the client of the page met before.
    pub events: Vec<Event>,
    /// Milliseconds since the start.
    pub elapsed: u64,
}

/// Who looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Seat {
    /// A page in a browser.
    #[default]
    Page,
    /// A terminal, which sees all headers.
    Terminal,
}

/// Facts of the page.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Page {
    /// Who looks.
    pub seat: Seat,
    /// Its URL, without query and fragment.
    pub url: String,
    /// `isSecureContext`.
    pub secure: bool,
    /// Whether it is in a frame.
    pub framed: bool,
    /// The origins of the pages around it, the nearest first, as far as known.
    pub ancestors: Vec<String>,
    /// `navigator.cookieEnabled`.
    pub cookies_enabled: bool,
    /// Whether the page may use `localStorage`; browsers that block cookies block it, too.
    pub has_storage: bool,
    /// `navigator.onLine`.
    pub online: bool,
    /// Whether there is `PublicKeyCredential`.
    pub webauthn: bool,
    /// Whether a policy allows passkeys to be used here, if known.
    pub may_get: Option<bool>,
    /// Whether a policy allows passkeys to be made here, if known.
    pub may_create: Option<bool>,
    /// `PublicKeyCredential.getClientCapabilities()`.
    pub capabilities: BTreeMap<String, bool>,
    /// The names of the cookies that scripts can read.
    pub readable_cookies: Vec<String>,
    /// Where a token of an administrator (`ory_pat_…`) was found.
    pub tokens: Vec<String>,
    /// URLs of API flows that the page asked for.
    pub api_flows: Vec<String>,
    /// The name of the browser.
    pub browser: String,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            seat: Seat::Page,
            url: String::new(),
            secure: true,
            framed: false,
            ancestors: Vec::new(),
            cookies_enabled: true,
            has_storage: true,
            online: true,
            webauthn: true,
            may_get: None,
            may_create: None,
            capabilities: BTreeMap::new(),
            readable_cookies: Vec::new(),
            tokens: Vec::new(),
            api_flows: Vec::new(),
            browser: String::new(),
        }
    }
}

/// What the page was told.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// Kratos' public URL as the page uses it.
    pub base: String,
    /// A URL of the API behind the gateway.
    pub api: Option<String>,
    /// Where people should return to.
    pub return_to: Option<String>,
    /// The groups that the page wants to show; empty for all.
    pub groups: Vec<String>,
    /// Whether flows of every kind may be created.
    pub deep: bool,
}

/// Something that the page's policy refused.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Violation {
    /// The directive, for example `connect-src`.
    pub directive: String,
    /// What was refused.
    pub blocked: String,
    /// The whole policy.
    pub policy: String,
}

/// How a probe ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was answered, and the answer could be read.
    Answered,
    /// It was answered, and a page may not read the answer.
    Opaque,
    /// It was answered with a redirect, which was not followed.
    Redirect,
    /// The browser says only that it failed.
    #[default]
    Failed,
    /// There was no whole answer in time.
    TimedOut,
    /// The answer was longer than the limit.
    TooLarge,
}

/// The end of a probe.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Answer {
    /// The id of the probe.
    pub id: String,
    /// The URL that was asked.
    pub asked: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The status; 0 if unknown.
    pub status: u16,
    /// The URL that answered in the end.
    pub url: String,
    /// Whether a redirect was followed.
    pub redirected: bool,
    /// `Content-Type`.
    pub content_type: String,
    /// The body as text.
    pub body: String,
    /// The server's clock by `Date`, in milliseconds since 1970, if it can be read.
    pub date: Option<i64>,
    /// The own clock at the answer, in milliseconds since 1970.
    pub at: i64,
    /// What the tool in the terminal says of a failure.
    pub reason: String,
    /// The cookies that it sets; only a terminal sees them. Values are left out.
    pub cookies: Vec<SetCookie>,
    /// Headers by lower-case name; only a terminal has all of them.
    pub headers: BTreeMap<String, String>,
}

/// A cookie in an answer, without its value.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SetCookie {
    /// Its name.
    pub name: String,
    /// Its attributes as sent, for example `Path=/; HttpOnly; SameSite=Lax`.
    pub attributes: String,
}

impl SetCookie {
    /// Whether it has this attribute without a value.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.attributes.split(';').any(|part| part.trim().eq_ignore_ascii_case(name))
    }
}

/// Something that the client of the page met.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Event {
    /// `stop`, `finding`, `passed`, `left` or `signed-out`.
    pub kind: String,
    /// The code of the stop or finding; `provider` where the page was left for one.
    pub code: String,
    /// The kind of the flow.
    pub flow: String,
    /// What was said with it.
    pub detail: String,
}

impl Observations {
    /// The answer to the probe `id`.
    #[must_use]
    pub fn answer(&self, id: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.id == id)
    }

    /// The page's address.
    #[must_use]
    pub fn here(&self) -> Address<'_> {
        Address::read(&self.page.url)
    }

    /// Kratos' address as the page uses it.
    #[must_use]
    pub fn base(&self) -> Address<'_> {
        Address::read(&self.settings.base)
    }

    /// The API's address.
    #[must_use]
    pub fn api(&self) -> Option<Address<'_>> {
        self.settings.api.as_deref().map(Address::read)
    }

    /// Whether Kratos is on another origin than the page.
    #[must_use]
    pub fn is_cross_origin(&self) -> bool {
        self.here().origin() != self.base().origin()
    }

    /// The last event of this kind and code.
    #[must_use]
    pub fn event(&self, kind: &str, code: &str) -> Option<&Event> {
        self.events.iter().rev().find(|event| event.kind == kind && event.code == code)
    }

    /// Whether the page may show this group of nodes, and was told so by name.
    #[must_use]
    pub fn wants(&self, group: &str) -> bool {
        self.settings.groups.iter().any(|wanted| wanted == group)
    }

    /// Whether a terminal looks.
    #[must_use]
    pub fn in_terminal(&self) -> bool {
        self.page.seat == Seat::Terminal
    }
}

impl Answer {
    /// Whether it could be read.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        self.outcome == Outcome::Answered
    }

    /// The body as JSON; null if it is not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    /// Whether the body is a page.
    #[must_use]
    pub fn is_html(&self) -> bool {
        self.content_type.contains("html") || self.body.trim_start().starts_with('<')
    }

    /// What was asked, for evidence.
    #[must_use]
    pub fn what(&self) -> String {
        ["GET ", &self.asked].concat()
    }

    /// How it ended, for evidence.
    #[must_use]
    pub fn seen(&self) -> String {
        match self.outcome {
            Outcome::Answered => {
                let start: String = self.body.trim().chars().take(160).collect();
                let end = if self.body.trim().chars().nth(160).is_some() { " …" } else { "" };
                format!(
                    "status {}, {}: {start}{end}",
                    self.status,
                    or(&self.content_type, "no type")
                )
            }
            Outcome::Opaque => "an answer that this page may not read".to_owned(),
            Outcome::Redirect => "a redirect, which was not followed".to_owned(),
            Outcome::Failed if self.reason.is_empty() => {
                "the browser says only that it failed".to_owned()
            }
            Outcome::Failed => self.reason.clone(),
            Outcome::TimedOut if self.status == 0 => "no answer in time".to_owned(),
            Outcome::TimedOut => format!("status {}, and no end of the body in time", self.status),
            Outcome::TooLarge => format!("status {}, and a body that was cut off", self.status),
        }
    }
}

/// `text`, or `other` if it is empty.
fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}
