//! Limits for what happens without user action.
//!
//! A misconfigured service may answer each request in a way that asks for another one. The machine
//! limits requests between two user actions, then stops and says so. Navigations that lead from
//! page to page are limited in the same way.

use super::{effect::Effect, event::Event, state::State};

/// How many requests may follow each other without user action. The longest useful run takes seven:
/// a refused submit, the sign-in it requires, the session check, loading the page again, repeating
/// the submit, and one restart of each form.
const MOST_REQUESTS: u8 = 10;

/// How many navigations may follow each other without user action.
const MOST_HOPS: u8 = 6;

/// Resets the count after a user action, or an event from outside the page.
pub(super) fn observe(state: &mut State, event: &Event) {
    let by_itself = matches!(
        event,
        Event::Started { .. }
            | Event::Capable(_)
            | Event::Answered { .. }
            | Event::CeremonyEnded { .. }
            | Event::FlowAging { .. }
            | Event::Hidden { .. }
            | Event::Stayed
    );
    state.acted |= matches!(
        event,
        Event::Submitted { .. }
            | Event::Triggered { .. }
            | Event::Retried
            | Event::StartedOver
            | Event::GaveUp
            | Event::DeclinedOffer
            | Event::DroppedReturnTo
    );
    if !by_itself {
        state.unattended = 0;
        state.hops = 0;
    }
    // A flow about to expire: at most every ten seconds.
    if matches!(event, Event::FlowAging { .. }) && state.is_ready() {
        state.unattended = 0;
    }
}

/// Whether one more request may be sent; counts it.
pub(super) fn may_request(state: &mut State) -> bool {
    state.unattended = state.unattended.saturating_add(1);
    state.unattended <= MOST_REQUESTS
}

/// The navigation to `url`; `None` at the limit.
pub(super) fn departure(state: &State, url: &str) -> Option<Effect> {
    let hops = state.hops.saturating_add(1);
    let replaces = !state.acted;
    (hops <= MOST_HOPS).then(|| Effect::Navigate { url: url.to_owned(), hops, replaces })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        flow::{
            opening::Opening,
            state::{Phase, Stop},
            update::update,
        },
        kratos::{flow::FlowKind, response::Response},
        webauthn::ability::Observation,
    };

    /// How many requests a page of `kind` sends until it stops, when each gets the same answer.
    fn asked(kind: FlowKind, status: u16, body: &Value) -> (usize, State) {
        let mut state = State::new(Opening::read(kind, "flow=f"));
        let page = Observation::default();
        let mut effects = update(&mut state, Event::Started { kept: None, page, hops: 0 });
        let mut count = 0;
        while let Some(ticket) = effects.iter().find_map(|effect| match effect {
            Effect::Send { ticket, .. } => Some(*ticket),
            _ => None,
        }) {
            count += 1;
            assert!(count < 100, "{kind:?} goes on and on with {status} {body}");
            let answer = Ok(Response { status, body: body.to_string() }.read());
            effects = update(&mut state, Event::Answered { ticket, answer, typed: vec![], now: 0 });
        }
        (count, state)
    }

    fn error(id: &str, code: u16, url: &str) -> Value {
        json!({"error": {"id": id, "code": code}, "redirect_browser_to": url})
    }

    /// Each of these answers caused hundreds of requests in four seconds.
    #[test]
    fn answers_that_lead_to_themselves_end_in_a_sentence() {
        let again = "http://k/self-service/login/browser?refresh=true";
        let item = |action: &str| json!([{"action": action, "flow": {"id": "f"}}]);
        let recovery = json!({"id": "f", "ui": {"action": "http://k/self-service/recovery", "nodes": []},
            "continue_with": item("show_recovery_ui")});
        let verification =
            json!({"session": {"id": "s"}, "continue_with": item("show_verification_ui")});
        let gone =
            json!({"error": {"id": "self_service_flow_expired", "code": 410}, "use_flow_id": "f"});
        let moved = "browser_location_change_required";
        let unverified = json!({"error": {"id": "session_verified_address_required", "code": 403,
            "details": {"continue_with": item("show_verification_ui")}}});
        for (kind, status, body) in [
            (FlowKind::Recovery, 200, recovery),
            (FlowKind::Registration, 200, verification),
            (FlowKind::Login, 410, gone.clone()),
            (FlowKind::Settings, 410, gone),
            (FlowKind::Login, 422, error(moved, 422, "http://k/login?flow=f")),
            (
                FlowKind::Login,
                422,
                error(moved, 422, "http://k/self-service/login/browser?aal=aal2"),
            ),
            (FlowKind::Settings, 403, error("session_refresh_required", 403, again)),
            (FlowKind::Login, 403, error("session_refresh_required", 403, again)),
            (FlowKind::Login, 403, error("session_aal1_required", 403, again)),
            (FlowKind::Login, 403, error("session_aal2_required", 403, again)),
            (FlowKind::Login, 403, unverified),
        ] {
            let (count, state) = asked(kind, status, &body);
            assert!(count <= usize::from(MOST_REQUESTS), "{kind:?} {status}: {count}");
            let is_stopped = matches!(
                state.phase,
                Phase::Stopped(Stop::RequestLoop | Stop::SignInLoop(_) | Stop::FlowLoop(_))
            );
            let is_left = state.phase == Phase::Leaving;
            assert!(is_stopped || is_left, "{kind:?} {status}: {:?}", state.phase);
        }
    }

    #[test]
    fn pages_that_lead_on_by_themselves_end_in_a_sentence_and_a_press_begins_anew() {
        let url = "http://k/login?flow=g";
        let moved = error("browser_location_change_required", 422, url).to_string();
        let arrived = |hops| {
            let mut state = State::new(Opening::read(FlowKind::Login, "flow=f"));
            let page = Observation::default();
            update(&mut state, Event::Started { kept: None, page, hops });
            let answer = Ok(Response { status: 422, body: moved.clone() }.read());
            let event = Event::Answered { ticket: 1, answer, typed: vec![], now: 0 };
            let effects = update(&mut state, event);
            let hops = effects.iter().find_map(|effect| match effect {
                Effect::Navigate { hops, .. } => Some(*hops),
                _ => None,
            });
            (state, hops)
        };
        let mut hops = 0;
        let stopped = loop {
            let (state, next) = arrived(hops);
            let Some(next) = next else { break state };
            hops = next;
        };
        assert_eq!((hops, &stopped.phase), (MOST_HOPS, &Phase::Stopped(Stop::RequestLoop)));
        let mut state = stopped;
        update(&mut state, Event::Retried);
        assert_eq!((state.hops, &state.phase), (0, &Phase::Loading));
    }
}
