//! The link to the doctor, for those who run the site.

use super::{
    action::{Does, Link},
    look::Look,
};
use crate::{
    flow::state::{Phase, Remark, State, Stop},
    i18n::Catalog,
    kratos::message,
    webauthn::error::CeremonyError,
};

/// The link, where the doctor is on and the configuration may be the reason for what is shown. What was
/// seen is in its fragment, which is sent to no server.
pub(super) fn link(words: &Catalog, look: &Look, state: &State) -> Option<Link> {
    let seen = if look.has_doctor { seen(state)? } else { return None };
    let href = ["/doctor/#", seen, "&flow=", state.kind().as_str()].concat();
    Some(Link {
        question: String::new(),
        label: words.text("what_is_wrong"),
        does: Does::OpenTab(href),
    })
}

fn seen(state: &State) -> Option<&'static str> {
    if let Phase::Stopped(stop) = &state.phase {
        return match stop {
            Stop::SignedIn(_) | Stop::SignedOut | Stop::NavigationFailed(_) => None,
            Stop::Unreached(_) => Some("stop=unreachable"),
            Stop::NotKratos(_) => Some("stop=not-kratos"),
            Stop::Refused(_) => Some("stop=refused"),
            Stop::FlowLoop(_) | Stop::SignInLoop(_) | Stop::RequestLoop => Some("stop=loop"),
            Stop::CookieLost => Some("stop=cookie-lost"),
            Stop::ReturnToForbidden(_) => Some("stop=return-to-forbidden"),
            Stop::SwitchedOff => Some("stop=switched-off"),
            Stop::AccountMade => Some("stop=account-made"),
        };
    }
    if matches!(state.remark, Some(Remark::Ceremony(_, CeremonyError::Impossible(_)))) {
        return Some("stop=ceremony");
    }
    let flow = state.flow.as_ref()?;
    let is_refused = |id| message::UNVERIFIED_CREDENTIAL.contains(&id);
    flow.messages.iter().any(|message| is_refused(message.id)).then_some("finding=origin-refused")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{flow::opening::Opening, kratos::flow::FlowKind};

    #[test]
    fn a_stop_leads_to_the_doctor_only_where_it_is_on() {
        let words = Catalog::english();
        let mut state = State::new(Opening::read(FlowKind::Login, ""));
        state.phase = Phase::Stopped(Stop::CookieLost);
        let look = Look { has_doctor: true, ..Look::default() };
        let found = link(&words, &look, &state).unwrap();
        assert_eq!(found.does, Does::OpenTab("/doctor/#stop=cookie-lost&flow=login".to_owned()));
        assert_eq!(link(&words, &Look::default(), &state), None);
        state.phase = Phase::Stopped(Stop::SignedOut);
        assert_eq!(link(&words, &look, &state), None);
    }
}
