//! Why a passkey or security key did not work, and where it can't.

use propylon::{
    flow::state::{Remark, State},
    kratos::{flow::FlowKind, node::Trigger},
    webauthn::{
        ability::{Observation, Obstacle},
        error::CeremonyError,
    },
};

use crate::{
    flows::{flow, sign_in},
    machine::{ready, remarking, seen_in},
    story::Story,
};

pub fn stories() -> Vec<Story> {
    let mut stories = Vec::new();
    for (operation, trigger) in [
        ("use", Trigger::PasskeyLogin),
        ("create", Trigger::PasskeySettings),
        ("use-key", Trigger::WebauthnLogin),
        ("create-key", Trigger::WebauthnRegistration),
    ] {
        for error in errors() {
            let id = format!("passkey/{operation}-{}", name(&error));
            let remark = Remark::Ceremony(trigger, error);
            stories.push(Story::of_state(&id, remarking(form(), remark)));
        }
    }
    let seen = || form().page;
    for (id, browser) in [
        ("passkey/insecure", Observation { is_secure: false, ..seen() }),
        ("passkey/no-interface", Observation { has_interface: false, ..seen() }),
        ("passkey/not-allowed", Observation { allows_get: Some(false), ..seen() }),
    ] {
        stories.push(Story::of_state(id, seen_in(form(), browser)));
    }
    stories
}

fn form() -> State {
    ready(FlowKind::Login, &flow(FlowKind::Login, sign_in()))
}

fn errors() -> [CeremonyError; 11] {
    [
        CeremonyError::Cancelled,
        CeremonyError::NothingHere,
        CeremonyError::TimedOut,
        CeremonyError::Interrupted,
        CeremonyError::Pending,
        CeremonyError::AlreadyRegistered,
        CeremonyError::Incapable,
        CeremonyError::Impossible(Obstacle::OtherDomain),
        CeremonyError::Unsupported,
        CeremonyError::BadOptions,
        CeremonyError::Other("UnknownError".to_owned()),
    ]
}

/// Its name. A new error is missing here, and then above.
fn name(error: &CeremonyError) -> &'static str {
    match error {
        // Said in the same words.
        CeremonyError::Cancelled | CeremonyError::Aborted => "cancelled",
        CeremonyError::NothingHere => "nothing-here",
        CeremonyError::TimedOut => "timed-out",
        CeremonyError::Interrupted => "interrupted",
        CeremonyError::Pending => "pending",
        CeremonyError::AlreadyRegistered => "registered",
        CeremonyError::Incapable => "incapable",
        CeremonyError::Impossible(_) => "impossible",
        CeremonyError::Unsupported => "unsupported",
        CeremonyError::BadOptions => "bad-options",
        CeremonyError::Other(_) => "other",
    }
}
