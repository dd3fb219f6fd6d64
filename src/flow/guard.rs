//! The bound on what happens without the person.
//!
//! A service that is set up wrongly answers each request with the wish for another one. Between two
//! things that a person does there is only so much to ask, so beyond that the machine stops and says so,
//! whatever the answers are. The same goes for pages that lead on by themselves.

use super::{effect::Effect, event::Event, state::State};

/// How many requests may follow each other without the person's doing. The longest run that leads
/// somewhere takes seven: a submit that is refused, the sign-in in front of it, the question who signed
/// in, the page again, its repeated submit, and one new start of each form.
const MOST_REQUESTS: u8 = 10;

/// How many pages may follow each other without the person's doing.
const MOST_HOPS: u8 = 6;

/// Begins to count anew with what the person, or the world around the page, does.
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
    if !by_itself {
        state.unattended = 0;
        state.hops = 0;
    }
    // Once a flow is about to expire, at most every ten seconds.
    if matches!(event, Event::FlowAging { .. }) && state.is_ready() {
        state.unattended = 0;
    }
}

/// Whether one more request may go out; counts it.
pub(super) fn may_ask(state: &mut State) -> bool {
    state.unattended = state.unattended.saturating_add(1);
    state.unattended <= MOST_REQUESTS
}

/// What leaves for `url`; `None` when page after page has done so.
pub(super) fn departure(state: &State, url: &str) -> Option<Effect> {
    let hops = state.hops.saturating_add(1);
    (hops <= MOST_HOPS).then(|| Effect::Navigate { url: url.to_owned(), hops })
}
