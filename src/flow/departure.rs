//! Leaving the page, and recovering when the browser does not navigate.

use super::{
    effect::Effect,
    guard,
    state::{Departure, Phase, Remark, State, Stop},
    steps::{end_ceremony, stopped},
};
use crate::url::{Verdict, judge};

/// Leaves a flow that is done. Typed values are discarded.
pub(super) fn leave(state: &mut State, url: String) {
    depart(state, Departure { url, is_done: true })
}

/// Leaves in the middle of a flow, for example for a provider. The flow is resumed if the browser
/// does not navigate.
pub(super) fn leave_mid_flow(state: &mut State, url: String) {
    let is_done = state.flow.is_none();
    depart(state, Departure { url, is_done })
}

fn depart(state: &mut State, departure: Departure) {
    if judge(&departure.url) == Verdict::Refused {
        return navigation_failed(state, departure);
    }
    let Some(navigation) = guard::departure(state, &departure.url) else {
        return stopped(state, Stop::RequestLoop);
    };
    state.phase = Phase::Leaving;
    state.departure = Some(departure);
    end_ceremony(state);
    state.effects.extend([Effect::ForgetDrafts(None), navigation]);
}

/// The browser did not navigate.
pub(super) fn stayed(state: &mut State) {
    if let Some(departure) = state.departure.take() {
        navigation_failed(state, departure)
    }
}

/// Reports that the navigation failed, and shows the form again if there is one.
fn navigation_failed(state: &mut State, departure: Departure) {
    if departure.is_done {
        return stopped(state, Stop::NavigationFailed(departure));
    }
    state.phase = Phase::Ready;
    state.remark = Some(Remark::NavigationFailed(departure.url));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        flow::{event::Event, opening::Opening, update::update},
        kratos::{flow::FlowKind, response::Response},
        webauthn::ability::Observation,
    };

    fn answer(state: &mut State, status: u16, body: &Value) -> Vec<Effect> {
        let ticket = state.ticket;
        let answer = Ok(Response { status, body: body.to_string() }.read());
        update(state, Event::Answered { ticket, answer, typed: vec![], now: 0 })
    }

    /// A sign-in form with its submit in flight.
    fn submitted() -> State {
        let mut state = State::new(Opening::read(FlowKind::Login, ""));
        let page = Observation::default();
        update(&mut state, Event::Started { kept: None, page, hops: 0 });
        let nodes = json!([{"type": "input", "group": "password",
            "attributes": {"name": "method", "type": "submit", "value": "password"}}]);
        let flow = json!({"id": "f", "ui": {"action": "/self-service/login", "nodes": nodes}});
        answer(&mut state, 200, &flow);
        update(&mut state, Event::Submitted { fields: vec![], button: None });
        state
    }

    fn leaves(effects: &[Effect]) -> bool {
        effects.iter().any(|effect| matches!(effect, Effect::Navigate { .. }))
    }

    /// After a navigation that never happened, the form stayed busy for ever.
    #[test]
    fn a_form_that_leads_nowhere_comes_back_with_the_reason() {
        let error = |url: &str| json!({"error": {"id": "browser_location_change_required"}, "redirect_browser_to": url});
        for url in ["javascript:alert(1)", "data:text/html,x", "http://[bad", "blob:x", "file:///x"]
        {
            let mut state = submitted();
            let effects = answer(&mut state, 422, &error(url));
            assert!(!leaves(&effects), "{url}");
            assert_eq!(state.phase, Phase::Ready, "{url}");
            assert_eq!(state.remark, Some(Remark::NavigationFailed(url.to_owned())));
        }
        for url in ["com.example.app://done", "https://idp.example/", "mailto:ada@example.test"] {
            let mut state = submitted();
            assert!(leaves(&answer(&mut state, 422, &error(url))), "{url}");
            update(&mut state, Event::Stayed);
            assert_eq!(state.phase, Phase::Ready, "{url}");
            assert_eq!(state.remark, Some(Remark::NavigationFailed(url.to_owned())));
        }
    }

    #[test]
    fn a_failed_navigation_after_success_is_reported() {
        for url in ["javascript:alert(1)", "com.example.app://done"] {
            let mut state = submitted();
            let items = json!([{"action": "redirect_browser_to", "redirect_browser_to": url}]);
            answer(&mut state, 200, &json!({"session": {"id": "s"}, "continue_with": items}));
            answer(&mut state, 200, &json!({"id": "s", "active": true, "identity": {"id": "i"}}));
            update(&mut state, Event::Stayed);
            let departure = Departure { url: url.to_owned(), is_done: true };
            assert_eq!(state.phase, Phase::Stopped(Stop::NavigationFailed(departure)));
        }
    }

    #[test]
    fn a_settings_url_that_is_not_a_page_falls_back_to_ours() {
        let mut state = submitted();
        let flow = json!({"id": "g", "url": "javascript:alert(1)"});
        let items = json!([{"action": "show_settings_ui", "flow": flow}]);
        answer(&mut state, 200, &json!({"session": {"id": "s"}, "continue_with": items}));
        let effects = answer(&mut state, 200, &json!({"id": "s", "active": true}));
        let own = |effect: &Effect| matches!(effect, Effect::Navigate { url, .. } if url == "/settings?flow=g");
        assert!(effects.iter().any(own), "{effects:?}");
    }
}
