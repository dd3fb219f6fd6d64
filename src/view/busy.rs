//! What is in progress. Kept apart from the form, so that a busy form is not rendered again.

use crate::{
    flow::state::{Phase, Press, State},
    kratos::node::Trigger,
};

/// What the form is waiting for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Busy {
    /// Nothing: the form is ready.
    #[default]
    No,
    /// A request without a button.
    Waiting,
    /// The submit of this button, by name and value.
    Button(String, String),
    /// This ceremony, or the submit of its credential.
    Ceremony(Trigger),
}

impl Busy {
    /// What `state` waits for.
    pub fn from_state(state: &State) -> Self {
        match &state.phase {
            Phase::Ready | Phase::Stopped(_) => Self::No,
            Phase::InCeremony(trigger) => Self::Ceremony(*trigger),
            Phase::Submitting => match state.pressed() {
                Some(Press::Button(Some((name, value)))) => {
                    Self::Button(name.clone(), value.clone())
                }
                Some(Press::Ceremony(trigger, _)) => Self::Ceremony(*trigger),
                Some(Press::Button(None)) | None => Self::Waiting,
            },
            Phase::Loading | Phase::Checking(_) | Phase::Leaving => Self::Waiting,
        }
    }
}
