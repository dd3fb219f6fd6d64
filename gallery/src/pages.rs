//! The pages of the site that are not flows.

use propylon::{
    components::said_time,
    flow::opening::Opening,
    kratos::{error::ErrorId, flow::FlowKind, response::Unreached},
    session::{
        SessionState, UnreachableCause,
        logout::{End, Mode},
    },
    site::config::Config,
    view::site,
};
use serde_json::json;

use crate::{
    flows::{flow, node},
    machine::answered_with,
    sessions::session,
    stops::error,
    story::Story,
};

pub fn stories() -> Vec<Story> {
    let mut stories = fronts();
    stories.extend(sign_outs());
    stories.extend([
        Story::new("page/error", |words| {
            let reason = Some("The provider refused the request.");
            site::stored_error(words, Some(&error(500, None, reason)))
        }),
        Story::new("page/error-gone", |words| site::stored_error(words, None)),
        Story::new("page/missing", site::missing),
        Story::new("page/stranded", |words| site::stranded(words, "com.example.app://done")),
        Story::new("page/bad-config", |words| {
            let bad = Config::read(200, r#"{"groups": "password"}"#).err();
            site::bad_config(words, bad.map(|bad| bad.words(words)).unwrap_or_default())
        }),
        Story::of_state("page/passkey-offer", answered_with(Opening::offer("?by=code"), &offer())),
        Story::of_state(
            "page/provider-test-passed",
            answered_with(Opening::read(FlowKind::Login, ""), &provider_test(false)),
        ),
        Story::of_state(
            "page/provider-test-failed",
            answered_with(Opening::read(FlowKind::Login, ""), &provider_test(true)),
        ),
    ]);
    stories
}

fn fronts() -> Vec<Story> {
    let front = |name: &str, state: SessionState| {
        let id = format!("page/front-{name}");
        Story::new(&id, move |words| site::front(words, &state, |at| said_time(words, at)))
    };
    vec![
        front("nobody", SessionState::None),
        front("second-factor", SessionState::NeedsSecondFactor { redirect_browser_to: None }),
        front("signed-in", SessionState::Active(Box::new(session(0)))),
        front(
            "unreached",
            SessionState::Unreachable(UnreachableCause::Unreached(Unreached::Failed)),
        ),
        front("not-kratos", SessionState::Unreachable(UnreachableCause::NotKratos(502))),
        front(
            "refused",
            SessionState::Unreachable(UnreachableCause::Refused(error(500, None, None))),
        ),
    ]
}

fn sign_outs() -> Vec<Story> {
    let ended = |name: &str, end: End| {
        let id = format!("page/sign-out-{name}");
        Story::new(&id, move |words| site::sign_out_ended(words, Mode::Navigate, &end))
    };
    let forbidden = error(400, Some(ErrorId::ReturnToForbidden), Some("It is not allowed."));
    vec![
        ended("done", End::SignedOut),
        ended("kept", End::StillSignedIn),
        ended("failed", End::Failed(UnreachableCause::Unreached(Unreached::Failed))),
        ended("return-to", End::Failed(UnreachableCause::Refused(forbidden))),
    ]
}

/// The settings that the offer of a passkey is made from.
fn offer() -> serde_json::Value {
    let options =
        json!({"publicKey": {"challenge": "AA", "rp": {"id": "localhost"}, "user": {"id": "BB"}}});
    let nodes = vec![
        node(
            "passkey",
            json!({"name": "passkey_register_trigger", "type": "button", "value": "",
                "onclickTrigger": "oryPasskeySettingsRegistration"}),
            json!({"id": 1_050_019, "text": "Add passkey", "type": "info"}),
        ),
        node(
            "passkey",
            json!({"name": "passkey_settings_register", "type": "hidden"}),
            json!(null),
        ),
        node(
            "passkey",
            json!({"name": "passkey_create_data", "type": "hidden", "value": options.to_string()}),
            json!(null),
        ),
    ];
    flow(FlowKind::Settings, nodes)
}

fn provider_test(failed: bool) -> serde_json::Value {
    let mut payload = json!({
        "id_token_claims": {"sub": "1", "email": "ada@example.test"},
        "mapper_output": {"identity": {"traits": {"email": "ada@example.test"}}},
    });
    if failed {
        payload["error"] = json!({"message": "the provider sent no e-mail address"});
    }
    let mut test = flow(FlowKind::Login, Vec::new());
    test["test_context"] = json!({"provider_id": "google", "debug_payload": payload});
    test
}
