//! Every remark of ours above a form.

use propylon::{
    flow::state::{Proof, Remark},
    kratos::{continue_with::FlowRef, flow::FlowKind, response::Unreached},
};

use crate::{
    flows::{flow, sign_in},
    machine::{ready, remarking},
    stops::{error, unreached},
    story::Story,
};

pub fn stories() -> Vec<Story> {
    let form = || ready(FlowKind::Login, &flow(FlowKind::Login, sign_in()));
    let story = |remark: Remark| {
        let id = format!("remark/{}", name(&remark));
        Story::of_state(&id, remarking(form(), remark))
    };
    all().into_iter().map(story).collect()
}

fn all() -> Vec<Remark> {
    let verify =
        FlowRef { id: "f".to_owned(), url: None, address: Some("ada@example.test".to_owned()) };
    vec![
        Remark::StartedAgain,
        Remark::CodeSentAgain,
        Remark::Unreached(Unreached::Failed),
        Remark::Unreached(Unreached::TimedOut),
        Remark::Unreached(Unreached::Redirected),
        Remark::Unreached(Unreached::TooMany(30)),
        Remark::NotKratos(502),
        Remark::Refused(error(400, None, Some("A reason of Kratos."))),
        Remark::Saved(Vec::new(), Some(verify)),
        Remark::SignInFirst(Proof::SignedOut),
        Remark::SignInFirst(Proof::TooOld),
        Remark::SignInFirst(Proof::SecondFactor),
        Remark::VerifyFirst,
        Remark::OtherPerson("grace@example.test".to_owned()),
        Remark::NavigationFailed("com.example.app://done".to_owned()),
        Remark::NavigationFailed("javascript:alert(1)".to_owned()),
    ]
}

/// Its name. A new remark is missing here, and then above.
fn name(remark: &Remark) -> &'static str {
    match remark {
        Remark::StartedAgain => "started-again",
        Remark::CodeSentAgain => "code-sent-again",
        Remark::Unreached(why) => unreached(*why),
        Remark::NotKratos(_) => "not-kratos",
        Remark::Refused(_) => "refused",
        Remark::Ceremony(..) => "ceremony",
        Remark::Saved(..) => "saved-and-verify",
        Remark::SignInFirst(Proof::SignedOut) => "sign-in-first",
        Remark::SignInFirst(Proof::TooOld) => "session-too-old",
        Remark::SignInFirst(Proof::SecondFactor) => "second-factor-first",
        Remark::VerifyFirst => "verify-first",
        Remark::OtherPerson(_) => "other-person",
        Remark::NavigationFailed(url) if url.starts_with("javascript:") => "navigation-refused",
        Remark::NavigationFailed(_) => "navigation-failed",
    }
}
