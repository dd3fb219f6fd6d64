//! Which method signed in, for the mark at its button the next time.

use super::{
    ceremony,
    effect::Effect,
    state::{Press, State},
};
use crate::kratos::{flow::FlowKind, node::Group};

/// Notes the method of a press that signed in, or that leads to a provider. What only confirms an
/// account is no choice of a method.
pub(super) fn note(state: &mut State, press: Option<&Press>) {
    let confirms = state.flow.as_ref().is_some_and(|flow| flow.confirms());
    let is_sign_in = matches!(state.kind(), FlowKind::Login | FlowKind::Registration);
    if !state.opening.notes_method || confirms || !is_sign_in {
        return;
    }
    let method = match press {
        Some(Press::Button(Some((name, value)))) if name == "method" || name == "provider" => {
            value.clone()
        }
        Some(Press::Ceremony(trigger, _)) => ceremony::destination(*trigger).0.as_str().to_owned(),
        _ => return,
    };
    // The first of two steps proves nothing.
    if method != Group::Profile.as_str() {
        state.effects.push(Effect::NoteMethod(method));
    }
}
