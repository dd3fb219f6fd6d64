//! Putting a flow on screen.

use super::{
    draft::{self, Draft},
    effect::Effect,
    expiry,
    person::Person,
    repair,
    state::{Phase, Press, Remark, State, Submission},
    steps::{blame, doubt, start_autofill, submit},
};
use crate::kratos::flow::{Flow, FlowKind};

/// Puts a flow on screen.
pub(super) fn show(
    state: &mut State,
    mut flow: Flow,
    submission: Option<&Submission>,
    now: i64,
) -> Vec<Effect> {
    state.is_renewed = false;
    state.reloads = 0;
    let before = state.person.clone();
    let remark = recognise(state, &flow);
    let has_changed = before != state.person && state.person != Some(Person::Nobody);
    if let Some(submission) = submission {
        state.steps = state.steps.wrapping_add(1);
        state.restarts = 0;
        state.sign_ins = 0;
        let is_resend = matches!(&submission.press, Press::Button(Some((name, _)))
            if matches!(name.as_str(), "resend" | "email" | "sms" | "recovery_confirm_address"));
        let resent = is_resend && asks_for_code(&flow) && !flow.is_refused();
        state.remark = resent.then_some(Remark::CodeSentAgain);
        repair::forgive_empty_code(&mut flow, &submission.fields);
    }
    repair::repair(&mut flow, state.flow.as_ref(), state.address.as_deref());
    state.left_out = repair::narrow(&mut flow, &state.opening.groups);
    note_given(state, &flow, submission.is_some());
    let is_others = state.draft.put_back(&mut flow, state.person.as_ref());
    let name = flow.identity.as_ref().filter(|_| is_others);
    let remark = remark.or(name.map(|identity| Remark::OtherPerson(identity.name().to_owned())));
    state.remark = remark.or(state.remark.take());
    let known = state.opening.flow.as_deref() == Some(flow.id.as_str());
    let kind = flow.kind.unwrap_or(state.opening.kind);
    let left = state.opening.kind;
    let moved = !known || kind != state.opening.kind;
    let is_new = state.opening.flow.is_none();
    state.opening.kind = kind;
    state.opening.flow = Some(flow.id.clone());
    let alarm = expiry::due_in(&flow, is_new, now);
    let id = flow.id.clone();
    state.put(flow);
    state.phase = Phase::Ready;
    let mut effects = Vec::new();
    if has_changed || is_others {
        effects.push(Effect::ForgetDrafts(state.person.clone()));
    }
    if moved {
        effects.push(Effect::Remember { kind, flow: id });
    }
    if kind != left {
        effects.push(Effect::Keep(left, None));
    }
    effects.extend(alarm.map(Effect::Alarm));
    effects.extend(blame(state));
    if let Some(submission) = state.replay.take() {
        effects.extend(submit(state, submission));
        return effects;
    }
    effects.extend(start_autofill(state));
    // Kratos gives a verification to anybody, and does not say to whom.
    let is_unknown = state.person.is_none() && state.kind() == FlowKind::Verification;
    if state.is_doubted || is_unknown {
        effects.extend(doubt(state));
    }
    effects
}

/// Finds out who `flow` is for. What was typed and promised for somebody else is forgotten, and the
/// person is told whose page it is now.
fn recognise(state: &mut State, flow: &Flow) -> Option<Remark> {
    let kind = flow.kind.unwrap_or(state.opening.kind);
    if kind == FlowKind::Settings
        && let Some(suspended) = state.suspended.take()
    {
        // The page that waited is there already.
        state.draft = suspended.draft;
        state.person = suspended.person;
    }
    let now = Person::of_flow(flow, kind)?;
    let before = state.person.replace(now.clone())?;
    if before == now {
        return None;
    }
    state.draft = Draft::default();
    state.replay = None;
    state.steps = state.steps.wrapping_add(1);
    let name = flow.identity.as_ref().filter(|_| before != Person::Nobody)?.name();
    Some(Remark::OtherPerson(name.to_owned()))
}

/// Notes what stands in the fields of `flow` before anybody types. What a refused submit brought along
/// is no gift: only the fields that are new count then.
fn note_given(state: &mut State, flow: &Flow, is_step: bool) {
    let given = draft::given(flow);
    if !is_step {
        state.given = given;
        return;
    }
    for (name, value) in given {
        if !state.given.iter().any(|(known, _)| *known == name) {
            state.given.push((name, value));
        }
    }
}

fn asks_for_code(flow: &Flow) -> bool {
    flow.inputs().any(|input| input.name == "code" && !input.is_submit())
}
