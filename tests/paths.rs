//! Whole paths on recorded answers of newer versions of Kratos, which can't be built here: each answer is
//! given to the machine, and the next request must be the recorded one.
//!
//! Single screens were tested, and a path can break between them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod pages {
    pub mod page;
}

use std::{fs, path::Path};

use pages::page::Page;
use propylon::{
    flow::{opening::Opening, state::Phase},
    kratos::{
        flow::FlowKind,
        request::{Method, urldecode, urlencode},
    },
};
use serde_json::{Value, json};

/// A path: its name, what opens it, the recorded cases in order, and how it ends.
struct Story {
    name: &'static str,
    kind: FlowKind,
    query: &'static str,
    cases: &'static [&'static str],
    end: End,
}

enum End {
    /// Signed in, and on the way to the next page.
    Leaving,
    /// The page with this title.
    Title(&'static str),
}

const STORIES: [Story; 13] = [
    Story {
        name: "a sign-in by a code in a text message",
        kind: FlowKind::Login,
        query: "",
        cases: &["phone-login-1-create", "phone-login-2-sent", "phone-login-3-success"],
        end: End::Leaving,
    },
    Story {
        name: "a sign-up with a phone number",
        kind: FlowKind::Registration,
        query: "",
        cases: &["phone-registration-1-create"],
        end: End::Title("Create your account"),
    },
    Story {
        name: "a phone number is confirmed",
        kind: FlowKind::Verification,
        query: "",
        cases: &[
            "phone-verification-1-create",
            "phone-verification-2-sent",
            "phone-verification-3-passed",
        ],
        end: End::Title("Address confirmed"),
    },
    Story {
        name: "a recovery with one of several addresses",
        kind: FlowKind::Recovery,
        query: "",
        cases: &[
            "recovery-v2-1-create",
            "recovery-v2-2-choose",
            "recovery-v2-3-confirm",
            "recovery-v2-4-confirmed",
        ],
        end: End::Title("Check your email"),
    },
    Story {
        name: "a recovery whose address is right at once",
        kind: FlowKind::Recovery,
        query: "",
        cases: &["recovery-v2-1-create", "recovery-v2-2-awaiting-code", "recovery-v2-3-wrong"],
        end: End::Title("Check your email"),
    },
    Story {
        name: "a second factor by code to one of several addresses",
        kind: FlowKind::Login,
        query: "aal=aal2",
        cases: &["code-mfa-two-1-create", "code-mfa-two-2-sent-mail", "code-mfa-4-success"],
        end: End::Leaving,
    },
    Story {
        name: "a second factor by code to the other address",
        kind: FlowKind::Login,
        query: "aal=aal2",
        cases: &["code-mfa-two-1-create", "code-mfa-two-2-sent"],
        end: End::Title("Check your phone"),
    },
    Story {
        name: "the account first, then its only way, a code",
        kind: FlowKind::Login,
        query: "",
        cases: &["code-only-login-1-create", "code-only-login-2-identifier"],
        end: End::Title("Check your email"),
    },
    Story {
        name: "the account first, then a wrong password, then the right one",
        kind: FlowKind::Login,
        query: "",
        cases: &[
            "identifier-first-1-create",
            "identifier-first-2-methods-without-method",
            "identifier-first-3-password-wrong",
            "identifier-first-4-success",
        ],
        end: End::Leaving,
    },
    Story {
        name: "a provider's account is linked by the password",
        kind: FlowKind::Login,
        query: "flow=00000000-0000-4000-8000-000000000001",
        cases: &["oidc-login-get-linking", "oidc-linking-password-wrong", "oidc-linking-success"],
        end: End::Leaving,
    },
    Story {
        name: "a sign-up by another schema",
        kind: FlowKind::Registration,
        query: "identity_schema=person",
        cases: &["registration-create-identity-schema"],
        end: End::Title("Create your account"),
    },
    Story {
        name: "a sign-in by another schema",
        kind: FlowKind::Login,
        query: "identity_schema=person",
        cases: &["login-create-identity-schema"],
        end: End::Title("Sign in"),
    },
    Story {
        name: "a sign-up in two steps, by another schema",
        kind: FlowKind::Registration,
        query: "identity_schema=person",
        cases: &["registration-create-identity-schema", "registration-two-step-profile-done"],
        end: End::Title("Choose how to sign in"),
    },
];

fn case(name: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kratos/2026-07-29");
    let text = fs::read_to_string(root.join(name).with_extension("json"))
        .unwrap_or_else(|error| unreachable!("{name}: {error}"));
    serde_json::from_str(&text).unwrap()
}

/// The recorded fields, sorted.
fn form(case: &Value) -> Vec<(String, String)> {
    let members = case["request"]["form"].as_object().unwrap();
    let mut pairs: Vec<_> = members
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
        .collect();
    pairs.sort();
    pairs
}

/// Presses what the recorded request pressed, with what it typed; everything hidden is the page's own.
fn press(page: &mut Page, case: &Value, story: &str) {
    let recorded = form(case);
    let flow = page.state.flow.clone().unwrap();
    let value = |name: &str| recorded.iter().find(|(key, _)| key == name).map(|(_, v)| v.clone());
    let button = flow
        .inputs()
        .filter(|input| input.is_submit() || input.on_click.is_some())
        .find(|input| value(&input.name) == input.value)
        // The recording leaves the button out.
        .or_else(|| flow.inputs().find(|input| input.is_submit() && input.name == "method"))
        .unwrap_or_else(|| unreachable!("{story}: no button for {recorded:?}"));
    let button = (button.name.clone(), button.value.clone().unwrap_or_default());
    let typed: Vec<_> = flow
        .inputs()
        .filter(|input| !input.is_submit())
        .filter_map(|input| Some((input.name.clone(), value(&input.name)?)))
        .filter(|(name, _)| *name != button.0)
        .collect();
    let typed: Vec<_> = typed.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    page.press(&button.0, &button.1, &typed);
}

#[test]
fn each_path_goes_from_answer_to_answer_as_recorded() {
    for Story { name, kind, query, cases, end } in &STORIES {
        let mut page = Page::open(Opening::read(*kind, query));
        for (at, case_name) in cases.iter().enumerate() {
            let case = case(case_name);
            let request = &case["request"];
            let hidden = page.screen().hidden();
            if at > 0 {
                press(&mut page, &case, name);
            }
            let (path, asked_query) = page.asked().split_once('?').unwrap_or((page.asked(), ""));
            assert_eq!(path, request["path"], "{name}, {case_name}");
            let query: Vec<_> = request["query"].as_object().unwrap().iter().collect();
            let query: Vec<_> = query
                .iter()
                .map(|(key, value)| ((*key).clone(), value.as_str().unwrap().to_owned()))
                .collect();
            assert_eq!(asked_query, urlencode(&query), "{name}, {case_name}");
            if request["method"] == "POST" {
                let Method::Form(body) = page.method.clone() else {
                    unreachable!("{name}: no form")
                };
                let posted = urldecode(&body);
                let recorded = form(&case);
                for pair in &recorded {
                    assert!(
                        posted.contains(pair),
                        "{name}, {case_name}: {pair:?} is not in {posted:?}"
                    );
                }
                // A browser would post hidden inputs too, which the recording may leave out.
                let is_hidden =
                    |pair: &(String, String)| hidden.contains(pair) || pair.0 == "method";
                let more = posted.iter().find(|pair| !recorded.contains(pair) && !is_hidden(pair));
                assert_eq!(more, None, "{name}, {case_name}");
            }
            page.answer(u16::try_from(case["status"].as_u64().unwrap()).unwrap(), &case["body"]);
            // Kratos does not say whose a verification is, so the machine asks.
            if *kind == FlowKind::Verification && page.waits() {
                page.answer(401, &json!({"error": {"code": 401}}));
            }
        }
        match end {
            End::Title(title) => assert_eq!(page.screen().title, *title, "{name}"),
            End::Leaving => {
                assert_eq!(page.asked(), "/sessions/whoami", "{name}");
                let session = &case("whoami-200-aal2")["body"];
                page.answer(200, session);
                assert_eq!(page.state.phase, Phase::Leaving, "{name}");
            }
        }
    }
}
