//! What is under way, apart from the form, so that a busy form is not drawn anew.

use crate::{
    flow::state::{Phase, Press, State},
    kratos::node::Trigger,
};

/// What the form waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Busy {
    /// Nothing: the person's turn.
    #[default]
    No,
    /// Something without a button of its own.
    Waiting,
    /// The submit of this button, by name and value.
    Button(String, String),
    /// This ceremony, or the submit of its result.
    Ceremony(Trigger),
}

impl Busy {
    /// What `state` waits for.
    pub fn of(state: &State) -> Self {
        match &state.phase {
            Phase::Ready | Phase::Stopped(_) => Self::No,
            Phase::Loading | Phase::Leaving | Phase::Submitting(Press::Button(None)) => {
                Self::Waiting
            }
            Phase::Submitting(Press::Button(Some((name, value)))) => {
                Self::Button(name.clone(), value.clone())
            }
            Phase::Submitting(Press::Ceremony(trigger)) | Phase::InCeremony(trigger) => {
                Self::Ceremony(*trigger)
            }
        }
    }
}
