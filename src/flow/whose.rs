//! Who is signed in meanwhile: another tab may have signed in, out, or in as somebody else.
//!
//! A page of an account closes when its person is gone; a page of nobody stays. What was typed for one
//! person never reaches another.

use super::{
    draft::Draft,
    effect::Effect,
    person::Person,
    state::{Check, Phase, Remark, State, Stop},
    steps::{check, doubt, end_ceremony, load, start_over, stopped},
    suspension::resume,
};
use crate::{
    kratos::{
        flow::{Flow, FlowKind},
        response::{Answer, Unreached},
        session::Session,
    },
    session::SessionState,
};

/// How often Kratos is asked whether an announced sign-out is done.
const MOST_TRIES: u8 = 6;
/// The pause before the second time, in milliseconds; each further one is twice as long.
const FIRST_PAUSE: i64 = 300;

/// Somebody else may be signed in now, another tab says.
pub(super) fn moved(state: &mut State) -> Vec<Effect> {
    lose_sight(state);
    doubt(state)
}

/// Whose page it was can't be found out any more.
pub(super) fn lose_sight(state: &mut State) {
    if state.person.is_none() && state.kind() == FlowKind::Verification {
        state.person = Some(Person::Former);
    }
}

/// Whether what was typed may go into `flow` only once it is known who is there: somebody else may have
/// signed in, or the flow is a new one of a kind that Kratos gives to anybody.
pub(super) fn must_ask_first(state: &State, flow: &Flow) -> bool {
    let is_new = state.flow.as_ref().is_none_or(|before| before.id != flow.id);
    let is_anybodys = flow.kind == Some(FlowKind::Verification);
    let has_words = !state.draft.is_empty();
    state.is_doubted && (has_words || is_anybodys) || has_words && is_anybodys && is_new
}

/// The page is back from the browser's history, as it was left.
pub(super) fn returned(state: &mut State) -> Vec<Effect> {
    match state.phase {
        Phase::Leaving | Phase::Stopped(Stop::SignedIn(_)) => start_over(state),
        // What it shows may be somebody else's by now, so it is not shown meanwhile.
        Phase::Ready if state.kind() == FlowKind::Settings => {
            close(state);
            let mut effects = end_ceremony(state);
            effects.extend(load(state));
            effects
        }
        _ => doubt(state),
    }
}

/// Whether the person may have left a page that shows what is theirs.
pub(super) fn is_of_account(state: &State) -> bool {
    let confirms = state.flow.as_ref().is_some_and(Flow::confirms);
    confirms
        || state.suspended().is_some()
        || state.kind() == FlowKind::Settings
        || matches!(state.person, Some(Person::Account(_) | Person::Former))
        || matches!(state.phase, Phase::Stopped(Stop::SignedIn(_)))
}

/// Takes the answer to a doubt.
pub(super) fn answered(state: &mut State, answer: Result<Answer, Unreached>) -> Vec<Effect> {
    settled(state, &SessionState::read(answer)).unwrap_or_else(|gone| gone)
}

/// Follows from who is signed in now: what to do beside going on as the page is, or, as an error, what to
/// do in its place.
pub(super) fn settled(
    state: &mut State,
    session: &SessionState,
) -> Result<Vec<Effect>, Vec<Effect>> {
    match judged(state, session) {
        Judged::Stays(effects) => Ok(effects),
        Judged::Goes => Err(gone(state, session)),
        Judged::SignedIn => Err(signed_in(state, session)),
        Judged::Resumes => Err(resume(state, session)),
    }
}

/// What follows from who is signed in now.
enum Judged {
    /// The page goes on as it is.
    Stays(Vec<Effect>),
    /// It is not the page's person any more.
    Goes,
    /// There is somebody where the page was for nobody.
    SignedIn,
    /// The page that waits for a sign-in can go on.
    Resumes,
}

/// Judges who is signed in now.
fn judged(state: &mut State, session: &SessionState) -> Judged {
    let stays = || Judged::Stays(Vec::new());
    if let SessionState::Unreachable(_) | SessionState::Unknown = session {
        return stays();
    }
    let now = Person::of_state(session);
    if let Some(suspended) = state.suspended() {
        return match session {
            // Nobody is asked to confirm that it's them: their session had ended, and there is one again.
            SessionState::Active(_)
                if !suspended.proof.confirms() || state.person == Some(Person::Nobody) =>
            {
                Judged::Resumes
            }
            SessionState::Active(_) if now == suspended.person => stays(),
            SessionState::None if !suspended.proof.confirms() => stays(),
            _ => Judged::Goes,
        };
    }
    let confirms = state.flow.as_ref().is_some_and(Flow::confirms);
    match (&state.person, now) {
        (Some(before), Some(now)) if *before == now => stays(),
        (Some(Person::Nobody), _) if state.kind() != FlowKind::Verification => Judged::SignedIn,
        (Some(_), _) => Judged::Goes,
        // Nobody is there any more to be confirmed.
        (None, Some(Person::Nobody)) if confirms => Judged::Goes,
        (None, Some(now)) => {
            state.draft.belongs_to(&now);
            state.person = Some(now.clone());
            Judged::Stays(vec![Effect::ForgetDrafts(Some(now))])
        }
        // Who is on the way to a second factor.
        (None, None) => stays(),
    }
}

/// The page's person is gone: it closes, and begins anew for whoever is there now.
fn gone(state: &mut State, session: &SessionState) -> Vec<Effect> {
    let was_somebody = matches!(state.person, Some(Person::Account(_)));
    let mut effects = end_ceremony(state);
    close(state);
    if let Some(suspended) = state.suspended.take() {
        state.opening = suspended.opening;
        state.draft = suspended.draft;
        state.person = suspended.person;
    } else if state.kind() != FlowKind::Settings {
        forget(state);
        effects.push(Effect::ForgetDrafts(None));
        if let (SessionState::Active(session), true) = (session, was_somebody) {
            state.remark = name_of(session).map(Remark::OtherPerson);
        }
    }
    // The draft of settings is kept for the same person, who may only have been away too long.
    state.opening = state.opening.fresh();
    effects.extend(load(state));
    effects
}

/// Somebody has signed in where the page was for nobody. What nobody typed is not theirs.
pub(super) fn signed_in(state: &mut State, session: &SessionState) -> Vec<Effect> {
    forget(state);
    let name = match session {
        SessionState::Active(session) => name_of(session),
        _ => None,
    };
    // Its fields hold what was typed; where the person was going is still wanted.
    if let Some(return_to) = state.return_to().map(str::to_owned) {
        state.opening.set("return_to", &return_to);
    }
    state.flow = None;
    let mut effects = stopped(state, Stop::SignedIn(name));
    effects.push(Effect::ForgetDrafts(None));
    effects
}

/// A sign-out is under way elsewhere: what is of the account goes off the screen at once, and Kratos is
/// asked until it is done.
pub(super) fn sign_out_announced(state: &mut State) -> Vec<Effect> {
    lose_sight(state);
    if !is_of_account(state) {
        return doubt(state);
    }
    close(state);
    let mut effects = end_ceremony(state);
    effects.extend(check(state, Check::SignOut(1)));
    effects
}

/// Takes an answer on the way.
pub(super) fn sign_out_answered(
    state: &mut State,
    tries: u8,
    session: &SessionState,
) -> Vec<Effect> {
    let now = Person::of_state(session);
    let is_out = now == Some(Person::Nobody);
    let is_other = now.is_some() && state.person.is_some() && now != state.person;
    if !is_out && !is_other && tries < MOST_TRIES {
        state.phase = Phase::Checking(Check::SignOut(tries + 1));
        return vec![Effect::Alarm(FIRST_PAUSE << tries)];
    }
    if let Some(suspended) = state.suspended.take() {
        state.opening = suspended.opening;
    }
    state.opening = state.opening.fresh();
    if !is_out {
        // Settings say whose they are; the others don't.
        if is_other && state.opening.kind != FlowKind::Settings {
            forget(state);
        }
        return load(state);
    }
    forget(state);
    let mut effects = match state.opening.kind {
        FlowKind::Settings => stopped(state, Stop::SignedOut),
        _ => load(state),
    };
    effects.push(Effect::ForgetDrafts(None));
    effects
}

/// Takes what is shown off the screen.
fn close(state: &mut State) {
    state.flow = None;
    state.in_flight = None;
    state.replay = None;
    state.remark = None;
    state.aside = None;
    // What a caller without a form holds to repeat is not wanted any more.
    state.steps = state.steps.wrapping_add(1);
}

/// Forgets what was typed and whose it was.
pub(super) fn forget(state: &mut State) {
    state.draft = Draft::default();
    state.given.clear();
    state.replay = None;
    state.address = None;
    state.person = None;
}

fn name_of(session: &Session) -> Option<String> {
    session.identity.as_ref().map(|identity| identity.name().to_owned())
}
