//! Screens that wait: for a flow, for an answer, for a passkey, for the next code.

use propylon::{
    flow::{
        event::Event,
        opening::Opening,
        state::{Phase, Remark, State},
        update::update,
    },
    kratos::{flow::FlowKind, node::Trigger},
    session::SessionState,
    view::site,
};
use serde_json::{Value, json};

use crate::{
    flows::{flow, node, sign_in},
    machine::{in_phase, loading, ready, remarking, submitting},
    story::Story,
};

pub fn stories() -> Vec<Story> {
    let mut stories: Vec<Story> = FlowKind::ALL
        .into_iter()
        .map(|kind| {
            let id = format!("waiting/loading-{}", kind.as_str());
            Story::of_state(&id, loading(Opening::read(kind, "")))
        })
        .collect();
    stories.extend([
        Story::new("waiting/loading-front", |words| {
            site::front(words, &SessionState::Unknown, str::to_owned)
        }),
        Story::new("waiting/sign-out", site::signing_out),
        Story::of_state("waiting/loading-offer", loading(Opening::offer(""))),
        Story::of_state("waiting/submit", submitting(form(), Some(("method", "password")))),
        Story::of_state("waiting/submit-by-enter", submitting(form(), None)),
        Story::of_state("waiting/passkey", in_ceremony()),
        Story::of_state("waiting/leaving", in_phase(form(), Phase::Leaving)),
        Story::of_state("waiting/next-code", code()).waiting_for_code(),
        Story::of_state("waiting/next-code-sent", remarking(code(), Remark::CodeSentAgain))
            .waiting_for_code(),
    ]);
    stories
}

fn form() -> State {
    ready(FlowKind::Login, &flow(FlowKind::Login, sign_in()))
}

fn in_ceremony() -> State {
    let mut state = form();
    update(&mut state, Event::Triggered { trigger: Trigger::PasskeyLogin, fields: Vec::new() });
    state
}

/// The step that asks for a code.
fn code() -> State {
    let button = |attributes: Value, id: i64, text: &str| {
        node("code", attributes, json!({"id": id, "text": text, "type": "info"}))
    };
    let nodes = vec![
        node(
            "default",
            json!({"name": "identifier", "type": "hidden", "value": "ada@example.test"}),
            Value::Null,
        ),
        button(
            json!({"name": "code", "type": "text", "required": true, "pattern": "[0-9]+",
                "autocomplete": "one-time-code", "maxlength": 6}),
            1_070_010,
            "Code",
        ),
        button(json!({"name": "method", "type": "submit", "value": "code"}), 1_070_009, "Continue"),
        button(
            json!({"name": "resend", "type": "submit", "value": "code"}),
            1_070_008,
            "Resend code",
        ),
    ];
    let mut sent = flow(FlowKind::Login, nodes);
    sent["active"] = json!("code");
    sent["state"] = json!("sent_email");
    sent["ui"]["messages"] = json!([{"id": 1_010_014, "type": "info",
        "text": "A code has been sent to the address(es) you provided."}]);
    ready(FlowKind::Login, &sent)
}
