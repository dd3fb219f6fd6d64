//! Leaving the page, and not getting away from it.

use super::{
    effect::Effect,
    guard,
    state::{Departure, Phase, Remark, State, Stop},
    update::{end_ceremony, stopped},
};
use crate::url::{Verdict, judge};

/// Leaves a flow that is done. Nothing typed on the page is wanted any more.
pub(super) fn leave(state: &mut State, url: String) -> Vec<Effect> {
    depart(state, Departure { url, is_done: true })
}

/// Leaves in the middle of a flow, for example for a provider. Where the browser does not go, the flow
/// goes on.
pub(super) fn leave_aside(state: &mut State, url: String) -> Vec<Effect> {
    let is_done = state.flow.is_none();
    depart(state, Departure { url, is_done })
}

fn depart(state: &mut State, departure: Departure) -> Vec<Effect> {
    if judge(&departure.url) == Verdict::Refused {
        return strand(state, departure);
    }
    let Some(navigation) = guard::departure(state, &departure.url) else {
        return stopped(state, Stop::Circle);
    };
    state.phase = Phase::Leaving;
    state.departure = Some(departure);
    let mut effects = end_ceremony(state);
    effects.extend([Effect::ForgetDrafts(None), navigation]);
    effects
}

/// The browser is still here.
pub(super) fn stayed(state: &mut State) -> Vec<Effect> {
    match state.departure.take() {
        Some(departure) => strand(state, departure),
        None => Vec::new(),
    }
}

/// Says where the browser did not go, and gives the form back where there is one.
fn strand(state: &mut State, departure: Departure) -> Vec<Effect> {
    if departure.is_done {
        return stopped(state, Stop::Stranded(departure));
    }
    state.phase = Phase::Ready;
    state.remark = Some(Remark::Stranded(departure.url));
    Vec::new()
}
