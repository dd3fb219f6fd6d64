//! Hydra acts for nobody whom Kratos did not name in the same request, whatever the servers answer.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use proptest::prelude::*;
use propylon_consent::config::Config;
use propylon_consent::service::{Service, router};
use propylon_consent::upstream::{Answer, Away, Call, Upstream};
use serde_json::{Value, json};
use tower::ServiceExt;

const ORIGIN: &str = "https://accounts.example";
const CONSENT: &str = "/.propylon/oauth2/consent?consent_challenge=c";
const KRATOS: &str = "ory_kratos_session=s";

/// Kratos and Hydra as they are told to be; none: no answer.
#[derive(Clone, Debug)]
struct Script {
    whoami: Option<(u16, Value)>,
    request: Option<(u16, Value)>,
    grants: Option<(u16, Value)>,
    logout: Option<(u16, Value)>,
    end: Option<(u16, Value)>,
}

struct Scripted {
    script: Script,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Upstream for Scripted {
    async fn call(&self, call: Call) -> Result<Answer, Away> {
        let answer = match &call {
            Call::Whoami(_) => &self.script.whoami,
            Call::Request(_) => &self.script.request,
            Call::Grants(_) => &self.script.grants,
            Call::Logout(_) => &self.script.logout,
            Call::Accept(..)
            | Call::Reject(..)
            | Call::Revoke(..)
            | Call::AcceptLogout(_)
            | Call::RejectLogout(_) => &self.script.end,
            Call::KratosLogout(_) => &Some((200, json!({ "logout_token": "t" }))),
            Call::EndSession(..) => &Some((204, Value::Null)),
            Call::KratosAlive | Call::HydraAlive => &None,
        };
        self.calls.lock().unwrap().push(call);
        // Lets a request that runs beside this one go first.
        tokio::task::yield_now().await;
        answer
            .clone()
            .map(|(status, body)| Answer { status, body, ..Answer::default() })
            .ok_or(Away)
    }
}

struct World {
    router: axum::Router,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl World {
    fn of(script: Script) -> Self {
        let config = Config::read(|key| match key {
            "PROPYLON_HYDRA_ADMIN_URL" => Some("http://hydra:4445".into()),
            "PROPYLON_KRATOS_URL" => Some("http://kratos:4433".into()),
            "PROPYLON_PUBLIC_URL" => Some(ORIGIN.into()),
            // A page outlives a change of the servers.
            "PROPYLON_CONSENT_SECRET" => Some("a secret of the tests and of nobody else".into()),
            _ => None,
        });
        let calls = Arc::new(Mutex::new(Vec::new()));
        let scripted = Scripted { script, calls: Arc::clone(&calls) };
        let service = Service::new(config.ok().unwrap(), scripted).unwrap();
        Self { router: router(Arc::new(service)), calls }
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, Option<String>, Value) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let set =
            response.headers().get("set-cookie").map(|value| value.to_str().unwrap().to_owned());
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, set, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    async fn ask(&self, path: &str) -> (String, String) {
        let (_, set, body) = self
            .send(Request::get(path).header("cookie", KRATOS).body(Body::empty()).unwrap())
            .await;
        let cookie =
            set.as_deref().and_then(|set| set.split(';').next()).unwrap_or_default().to_owned();
        let token = body.pointer("/ui/nodes/0/attributes/value").and_then(Value::as_str);
        (cookie, token.unwrap_or_default().to_owned())
    }

    fn taken(&self) -> Vec<Call> {
        std::mem::take(&mut self.calls.lock().unwrap())
    }
}

fn post(cookie: &str, origin: Option<&str>, body: String) -> Request<Body> {
    post_to("consent", cookie, origin, body)
}

fn post_to(page: &str, cookie: &str, origin: Option<&str>, body: String) -> Request<Body> {
    let request = Request::post(format!("/.propylon/oauth2/{page}"))
        .header("cookie", format!("{KRATOS}; {cookie}"))
        .header("content-type", "application/x-www-form-urlencoded");
    let request = match origin {
        Some(origin) => request.header("origin", origin),
        None => request,
    };
    request.body(Body::from(body)).unwrap()
}

/// The identity that Kratos called active, if it did.
fn named(whoami: &Option<(u16, Value)>) -> Option<&str> {
    let (200, body) = whoami.as_ref()? else { return None };
    let active = body.get("active").and_then(Value::as_bool) == Some(true);
    body.pointer("/identity/id").and_then(Value::as_str).filter(|_| active)
}

/// Whether Kratos said that nobody is signed in.
fn is_out(whoami: &Option<(u16, Value)>) -> bool {
    match whoami {
        Some((401, _)) => true,
        Some((200, body)) => {
            named(whoami).is_none_or(str::is_empty) && body.pointer("/identity/id").is_some()
        }
        _ => false,
    }
}

/// The calls of one request keep the rule.
fn keeps(script: &Script, calls: &[Call]) -> Result<(), TestCaseError> {
    for (place, call) in calls.iter().enumerate() {
        let told = |answer: &Option<(u16, Value)>| {
            answer.as_ref().and_then(|(_, body)| body.get("subject")?.as_str().map(str::to_owned))
        };
        let subject = match call {
            Call::Grants(subject) | Call::Revoke(subject, _) => Some(subject.clone()),
            // Without a session, a browser that Hydra sent here ends what is left at Hydra.
            Call::AcceptLogout(_) | Call::RejectLogout(_) if is_out(&script.whoami) => continue,
            Call::AcceptLogout(_) | Call::RejectLogout(_) => told(&script.logout),
            Call::Accept(..) | Call::Reject(..) => told(&script.request),
            _ => continue,
        };
        prop_assert!(calls[..place].contains(&Call::Whoami(KRATOS.into())));
        prop_assert!(subject.is_some());
        prop_assert_eq!(subject.as_deref(), named(&script.whoami));
    }
    Ok(())
}

fn status() -> impl Strategy<Value = u16> {
    prop_oneof![8 => Just(200_u16), 1 => Just(401), 1 => Just(403), 1 => Just(404), 1 => Just(410), 1 => Just(500)]
}

fn answer(body: impl Strategy<Value = Value>) -> impl Strategy<Value = Option<(u16, Value)>> {
    let body = prop_oneof![9 => body, 1 => Just(Value::Null), 1 => Just(json!([]))];
    prop_oneof![9 => (status(), body).prop_map(Some), 1 => Just(None)]
}

fn person() -> impl Strategy<Value = &'static str> {
    prop_oneof![6 => Just("ann"), 2 => Just("bob"), 1 => Just("")]
}

prop_compose! {
    fn script()(
        whoami in answer((person(), prop::bool::weighted(0.9))
            .prop_map(|(id, active)| json!({ "id": "s", "active": active, "identity": { "id": id } }))),
        request in answer((person(), prop::bool::weighted(0.2), prop::bool::weighted(0.2)).prop_map(|(subject, skip, trusted)| json!({
            "subject": subject, "skip": skip, "requested_scope": ["openid", "email"],
            "client": { "client_id": "app", "skip_consent": trusted },
        }))),
        grants in answer(Just(json!([]))),
        logout in answer((person(), any::<bool>()).prop_map(|(subject, asks)| json!({ "subject": subject, "rp_initiated": asks }))),
        end in answer(Just(json!({ "redirect_to": "https://hydra.example/on" }))),
    ) -> Script {
        Script { whoami, request, grants, logout, end }
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

fn good() -> Script {
    let session = json!({ "id": "s", "active": true, "identity": { "id": "ann" } });
    let asked = json!({ "subject": "ann", "requested_scope": ["openid", "email"], "client": { "client_id": "app" } });
    Script {
        whoami: Some((200, session)),
        request: Some((200, asked)),
        grants: Some((200, json!([]))),
        logout: Some((200, json!({ "subject": "ann", "rp_initiated": true }))),
        end: Some((200, json!({ "redirect_to": "https://hydra.example/on" }))),
    }
}

fn accepted(calls: &[Call]) -> usize {
    let acts = |call: &&Call| {
        matches!(
            call,
            Call::Accept(..)
                | Call::Reject(..)
                | Call::Revoke(..)
                | Call::AcceptLogout(_)
                | Call::RejectLogout(_)
        )
    };
    calls.iter().filter(acts).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_call_for_a_subject_without_its_session(
        before in script(),
        after in script(),
        changes in any::<bool>(),
        origin in prop_oneof![6 => Just(Some(ORIGIN)), 1 => Just(Some("https://foreign.example")), 1 => Just(None)],
        forged in prop::bool::weighted(0.2),
        page in prop_oneof![2 => Just("consent"), 1 => Just("end-session"), 1 => Just("apps")],
        decision in prop_oneof![Just("allow"), Just("deny"), Just("perhaps")],
        scope in prop_oneof![3 => Just("email"), 1 => Just("admin")],
    ) {
        runtime().block_on(async {
            let mut world = World::of(before.clone());
            let path = format!("/.propylon/oauth2/{page}?consent_challenge=c&logout_challenge=c");
            let (cookie, token) = world.ask(&path).await;
            keeps(&before, &world.taken())?;
            let script = if changes { after } else { before };
            if changes {
                world = World::of(script.clone());
            }
            let token = if forged { "00".repeat(32) } else { token };
            let body = format!(
                "consent_challenge=c&logout_challenge=c&revoke_app=app&csrf_token={token}&decision={decision}&grant%3A{scope}=true"
            );
            world.send(post_to(page, &cookie, origin, body)).await;
            let calls = world.taken();
            keeps(&script, &calls)?;
            let is_wrong = match page {
                "consent" => forged || decision == "perhaps" || scope == "admin",
                "end-session" => forged && !is_out(&script.whoami) || decision == "perhaps",
                _ => forged,
            };
            if origin != Some(ORIGIN) || is_wrong {
                prop_assert_eq!(accepted(&calls), 0);
            }
            Ok(())
        })?;
    }
}

#[test]
fn a_double_press_is_accepted_once() {
    runtime().block_on(async {
        let world = World::of(good());
        let (cookie, token) = world.ask(CONSENT).await;
        let body =
            format!("consent_challenge=c&csrf_token={token}&decision=allow&grant%3Aemail=true");
        let one = world.send(post(&cookie, Some(ORIGIN), body.clone()));
        let other = world.send(post(&cookie, Some(ORIGIN), body.clone()));
        let (one, other) = tokio::join!(one, other);
        assert_eq!([one.0, other.0], [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::GONE]);
        assert_eq!(other.2["error"]["id"], "challenge-used");
        let third = world.send(post(&cookie, Some(ORIGIN), body)).await;
        assert_eq!(third.2["error"]["id"], "challenge-used");
        assert_eq!(accepted(&world.taken()), 1);
    });
}

#[test]
fn a_decision_that_hydra_did_not_hear_can_be_repeated() {
    runtime().block_on(async {
        let world = World::of(Script { end: None, ..good() });
        let (cookie, token) = world.ask(CONSENT).await;
        let body = format!("consent_challenge=c&csrf_token={token}&decision=deny");
        for _ in 0..2 {
            let answer = world.send(post(&cookie, Some(ORIGIN), body.clone())).await;
            assert_eq!(answer.2["error"]["id"], "hydra-unreachable");
        }
    });
}

#[test]
fn each_wrong_post_has_its_code() {
    runtime().block_on(async {
        let world = World::of(good());
        let (cookie, token) = world.ask(CONSENT).await;
        let own = Some(ORIGIN);
        for (origin, body, code) in [
            (None, String::new(), "foreign-origin"),
            (Some("null"), String::new(), "foreign-origin"),
            (own, "decision=allow".into(), "challenge-missing"),
            (own, "consent_challenge=c".into(), "bad-request"),
            (own, "x".repeat(70 << 10), "bad-request"),
            (
                own,
                "consent_challenge=c&decision=allow&csrf_token=00".into(),
                "security_csrf_violation",
            ),
            (
                own,
                format!("consent_challenge=d&decision=allow&csrf_token={token}"),
                "security_csrf_violation",
            ),
            (
                own,
                format!("consent_challenge=c&decision=allow&csrf_token={token}&grant%3Aadmin=true"),
                "scope-not-asked",
            ),
        ] {
            let answer = world.send(post(&cookie, origin, body)).await;
            assert_eq!(answer.2["error"]["id"], code);
        }
        assert_eq!(accepted(&world.taken()), 0);
    });
}
