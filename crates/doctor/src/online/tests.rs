//! Each kind of finding from healthy observations with one thing broken.

#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::{
    RULES, examine, next,
    observe::{Answer, Event, Observations, Outcome, SetCookie, Violation},
    sample::{BASE, answer, codes, ended, error, flow, healthy},
};

/// The codes for healthy observations that `break_it` has broken.
fn broken(break_it: impl FnOnce(&mut Observations)) -> Vec<&'static str> {
    let mut seen = healthy();
    break_it(&mut seen);
    codes(&examine(&seen))
}

/// The same where the request for the flow fails, with what other probes say.
fn failed(others: &[(&str, Outcome)], change: impl FnOnce(&mut Observations)) -> Vec<&'static str> {
    broken(|seen| {
        seen.put(ended("login", Outcome::Failed));
        for (id, outcome) in others {
            seen.put(ended(id, *outcome));
        }
        change(seen);
    })
}

fn elsewhere(seen: &mut Observations) {
    seen.page.url = "https://app.example.com/".to_owned();
}

fn text(id: &str, status: u16, kind: &str, body: &str) -> Answer {
    Answer {
        content_type: kind.to_owned(),
        body: body.to_owned(),
        ..answer(id, status, &json!({}))
    }
}

fn event(kind: &str, code: &str, flow: &str) -> Event {
    Event {
        kind: kind.to_owned(),
        code: code.to_owned(),
        flow: flow.to_owned(),
        detail: String::new(),
    }
}

fn session() -> Answer {
    answer("whoami", 200, &json!({"id": "s", "active": true}))
}

#[test]
fn a_healthy_set_up_gives_none() {
    assert_eq!(broken(|_| {}), [""; 0]);
    assert_eq!(
        broken(|seen| seen.settings.groups = vec!["code".to_owned(), "passkey".to_owned()]),
        [""; 0]
    );
    assert_eq!(broken(|seen| seen.put(session())), [""; 0]);
    assert_eq!(broken(|seen| seen.answers.clear()), [""; 0]);
}

#[test]
fn what_keeps_requests_from_kratos() {
    use Outcome::{Answered, Failed, Opaque, Redirect, TimedOut, TooLarge};
    assert_eq!(
        failed(&[("opaque", Failed), ("still", Failed), ("root", Failed)], |_| {}),
        ["server-unreachable"]
    );
    assert_eq!(
        failed(&[("opaque", Opaque), ("still", Failed), ("plain", Failed)], elsewhere),
        ["cors-missing"]
    );
    let plain = |seen: &mut Observations| {
        elsewhere(seen);
        seen.put(answer("plain", 200, &json!({"status": "ok"})));
    };
    assert_eq!(failed(&[("opaque", Opaque), ("plain", Answered)], plain), ["cors-no-credentials"]);
    let policy = |seen: &mut Observations| {
        let directive = "connect-src".to_owned();
        seen.violations.push(Violation {
            directive,
            blocked: BASE.to_owned(),
            policy: "x".to_owned(),
        });
    };
    assert_eq!(failed(&[("opaque", Failed)], policy), ["csp-blocks-connect"]);
    assert_eq!(
        broken(|seen| seen.settings.base = "http://auth.example.com".to_owned()),
        ["mixed-content"]
    );
    assert_eq!(broken(|seen| seen.put(ended("login", TimedOut))), ["answer-endless"]);
    assert_eq!(broken(|seen| seen.put(ended("login", TooLarge))), ["answer-too-large"]);
    assert_eq!(failed(&[("opaque", Failed), ("still", Redirect)], |_| {}), ["redirect-loop"]);
    assert_eq!(
        failed(&[("opaque", Opaque), ("still", Redirect)], elsewhere),
        ["redirected-to-page"]
    );
    assert_eq!(failed(&[("opaque", Opaque), ("still", Failed)], |_| {}), ["redirected-to-page"]);
    assert_eq!(broken(|seen| seen.put(ended("preflight", Failed))), ["preflight-refused"]);
    let late =
        Answer { date: Some(0), at: 120_000, ..answer("alive", 200, &json!({"status": "ok"})) };
    assert_eq!(broken(|seen| seen.put(late)), ["clock-differs"]);
}

#[test]
fn what_answers_in_place_of_kratos() {
    let told = |answer: Answer| broken(|seen| seen.put(answer));
    // Without `verbose`, Oathkeeper says only this of a missing rule.
    let missing = error(404, "", "The requested resource could not be found");
    assert_eq!(told(answer("login", 404, &missing)), ["gateway-no-rule"]);
    assert_eq!(
        told(answer("login", 401, &error(401, "", "not authorized"))),
        ["gateway-needs-session"]
    );
    let two = error(500, "", "Found more than one error handlers to be responsible");
    assert_eq!(told(answer("login", 500, &two)), ["gateway-two-error-handlers"]);
    assert_eq!(told(text("login", 502, "", "")), ["gateway-bad-upstream"]);
    assert_eq!(told(text("login", 404, "text/plain", "404 page not found\n")), ["path-prefix"]);
    assert_eq!(told(text("login", 200, "text/html", "<!doctype html>")), ["not-kratos"]);
    assert_eq!(told(answer("login", 200, &json!({"hello": 1}))), ["not-kratos"]);
    let moved = Answer { redirected: true, ..text("login", 200, "text/html", "<!doctype html>") };
    assert_eq!(told(moved), ["redirected-to-page"]);
    assert_eq!(told(answer("login", 500, &error(500, "", "x"))), ["kratos-failed"]);
    let not_ready = |seen: &mut Observations| {
        seen.put(answer("login", 500, &error(500, "", "x")));
        seen.put(answer("ready", 503, &error(500, "", "x")));
    };
    assert_eq!(broken(not_ready), ["kratos-not-ready"]);
}

#[test]
fn where_cookies_get_lost_there_is_one_cause() {
    let lost = |change: fn(&mut Observations)| {
        broken(|seen| {
            seen.put(answer("again", 403, &error(403, "security_csrf_violation", "x")));
            change(seen);
        })
    };
    assert_eq!(lost(|_| {}), ["cookie-domain-wrong"]);
    assert_eq!(lost(|seen| seen.page.url = "https://example.org/".to_owned()), ["other-site"]);
    assert_eq!(lost(|seen| seen.page.cookies_enabled = false), ["cookies-off"]);
    assert_eq!(lost(|seen| seen.page.has_storage = false), ["cookies-off"]);
    assert_eq!(
        lost(|seen| seen.page.ancestors = vec!["https://example.org".to_owned()]),
        ["cookies-blocked-in-frame"]
    );
    let http = |seen: &mut Observations| {
        seen.page.url = "http://auth.example.com/".to_owned();
        seen.settings.base = "http://auth.example.com".to_owned();
        seen.page.secure = false;
    };
    assert_eq!(lost(http), ["secure-cookie-on-http"]);
    let local = |seen: &mut Observations| {
        seen.page.url = "http://localhost:4455/".to_owned();
        seen.settings.base = "http://127.0.0.1:4433".to_owned();
    };
    assert_eq!(lost(local), ["other-site"]);
    let moved =
        |seen: &mut Observations| seen.settings.base = "https://kratos.example.com".to_owned();
    assert_eq!(broken(moved), ["action-elsewhere"]);
}

#[test]
fn on_http_the_first_consequence_is_named() {
    let http = |seen: &mut Observations| {
        seen.page.url = "http://auth.example.com/".to_owned();
        seen.settings.base = "http://auth.example.com".to_owned();
        seen.page.secure = false;
        seen.page.webauthn = false;
        let body = flow("login").to_string().replace("https://", "http://");
        seen.put(Answer { body, ..answer("login", 200, &json!({})) });
    };
    assert_eq!(broken(http), ["insecure-context"]);
    let without_passkeys = |seen: &mut Observations| {
        http(seen);
        seen.settings.groups = vec!["password".to_owned()];
    };
    assert_eq!(broken(without_passkeys), ["page-not-https"]);
}

#[test]
fn sessions_that_are_not_known() {
    let event_of = |kind, code, flow| broken(|seen| seen.events.push(event(kind, code, flow)));
    assert_eq!(event_of("stop", "cookie-lost", "login"), ["session-not-kept"]);
    assert_eq!(event_of("passed", "", "login"), ["session-not-kept"]);
    assert_eq!(event_of("passed", "", "recovery"), [""; 0]);
    assert_eq!(event_of("stop", "account-made", "registration"), ["no-session-after-sign-up"]);
    assert_eq!(event_of("left", "", "registration"), ["no-session-after-sign-up"]);
    assert_eq!(event_of("left", "provider", "registration"), [""; 0]);
    let api = |answers: Vec<Answer>| {
        broken(|seen| {
            seen.settings.api = Some("https://api.example.com/things".to_owned());
            answers.into_iter().for_each(|answer| seen.put(answer));
        })
    };
    let none = || answer("api", 401, &error(401, "", "no"));
    assert_eq!(api(vec![none(), session()]), ["api-gets-no-session"]);
    assert_eq!(api(vec![none()]), [""; 0]);
    let failed = || ended("api", Outcome::Failed);
    assert_eq!(api(vec![failed(), ended("api-opaque", Outcome::Opaque)]), ["api-cors-missing"]);
    assert_eq!(api(vec![failed(), ended("api-opaque", Outcome::Failed)]), ["api-unreachable"]);
    assert_eq!(api(vec![text("api", 200, "text/html", "<p>")]), ["api-answers-html"]);
    let json = |status, body| vec![text("api", status, "application/json", body)];
    let unknown = r#"{"error":{"code":404,"message":"The requested resource could not be found"}}"#;
    assert_eq!(api(json(404, unknown)), ["api-no-rule"]);
    assert_eq!(api(json(404, r#"{"error":"no such order"}"#)), [""; 0]);
    let handlers = r#"{"error":{"reason":"Found more than one error handlers to be responsible"}}"#;
    assert_eq!(api(json(500, handlers)), ["api-two-error-handlers"]);
    assert_eq!(api(json(500, "{}")), [""; 0]);
    assert_eq!(api(vec![text("api", 502, "", "")]), ["api-bad-upstream"]);
    let good = answer("api", 200, &json!({}));
    assert_eq!(api(vec![good, ended("api-preflight", Outcome::Failed)]), ["api-preflight-refused"]);
}

#[test]
fn what_flows_lack() {
    let with = |id: &'static str, groups: &[&str], wanted: &[&str]| {
        let mut body = flow(id);
        body["ui"]["nodes"]
            .as_array_mut()
            .unwrap()
            .retain(|node| groups.iter().any(|group| node["group"] == *group));
        broken(|seen| {
            seen.settings.groups = wanted.iter().map(|group| (*group).to_owned()).collect();
            seen.put(answer(id, 200, &body));
        })
    };
    assert_eq!(with("login", &["default"], &[]), ["no-method"]);
    assert_eq!(
        with("login", &["default", "password"], &["password", "code"]),
        ["code-not-offered"]
    );
    assert_eq!(with("login", &["default", "code"], &["password"]), ["password-not-offered"]);
    assert_eq!(with("login", &["default", "code"], &["passkey"]), ["passkey-not-offered"]);
    assert_eq!(with("login", &["default", "code"], &["webauthn"]), ["webauthn-not-offered"]);
    assert_eq!(with("login", &["default", "code"], &["oidc"]), ["no-provider"]);
    // v1.3.1 has the script of passkeys in the group of security keys: that is no security key.
    let script = |seen: &mut Observations| {
        let mut body = flow("login");
        let node = json!({"type": "script", "group": "webauthn", "attributes": {}});
        body["ui"]["nodes"].as_array_mut().unwrap().push(node);
        seen.settings.groups = vec!["webauthn".to_owned()];
        seen.put(answer("login", 200, &body));
    };
    assert_eq!(broken(script), ["webauthn-not-offered"]);
    assert_eq!(with("registration", &["default", "password"], &[]), ["passkey-no-display-name"]);
    assert_eq!(
        broken(|seen| seen.put(answer("registration", 500, &error(500, "", "x")))),
        ["passkey-no-display-name"]
    );
    let off = |kind: &str, id: &str| {
        broken(|seen| {
            let reason = json!({"error": {"code": 400, "id": id, "reason": "It was disabled."}});
            seen.put(answer(kind, 400, &reason));
        })
    };
    assert_eq!(off("registration", "self_service_flow_disabled"), ["registration-disabled"]);
    // v1.3.1 has no id for it.
    assert_eq!(off("recovery", ""), ["recovery-disabled"]);
    assert_eq!(off("verification", ""), ["verification-disabled"]);
    let short = |seen: &mut Observations| {
        let mut body = flow("login");
        body["expires_at"] = "2026-01-01T10:01:00Z".into();
        seen.put(answer("login", 200, &body));
    };
    assert_eq!(broken(short), ["flow-lifespan-short"]);
    let provider = |seen: &mut Observations| {
        let mut body = flow("login");
        let node = json!({"group": "oidc", "attributes": {"name": "provider", "value": "club"},
            "meta": {"label": {"context": {"provider": "club"}}}});
        body["ui"]["nodes"].as_array_mut().unwrap().push(node);
        seen.put(answer("login", 200, &body));
    };
    assert_eq!(broken(provider), ["provider-without-label"]);
}

#[test]
fn places_to_return_to() {
    let forbidden =
        |id: &str| answer(id, 400, &error(400, "self_service_flow_return_to_forbidden", "x"));
    let wanted = |seen: &mut Observations| {
        seen.settings.return_to = Some("https://app.example.com/inbox".to_owned());
        seen.put(forbidden("return-to"));
        seen.put(answer("return-slash", 200, &flow("login")));
    };
    let mut seen = healthy();
    wanted(&mut seen);
    let report = examine(&seen);
    assert_eq!(codes(&report), ["return-to-forbidden"]);
    let title = &report.findings.first().unwrap().title;
    assert!(
        title.contains("only to https://app.example.com/inbox/: the slash at the end differs"),
        "{title}"
    );
    assert_eq!(
        broken(|seen| seen.put(answer("foreign", 200, &flow("login")))),
        ["return-to-anything"]
    );
}

#[test]
fn passkeys_that_cannot_work() {
    assert_eq!(broken(|seen| seen.page.webauthn = false), ["no-webauthn"]);
    assert_eq!(broken(|seen| seen.page.may_get = Some(false)), ["frame-policy"]);
    assert_eq!(
        broken(|seen| seen.events.push(event("finding", "origin-refused", "login"))),
        ["origin-refused"]
    );
    let moved = |seen: &mut Observations| {
        elsewhere(seen);
        seen.put(answer("again", 200, &flow("login")));
    };
    assert_eq!(broken(moved), ["rp-id-mismatch"]);
    // A URL as the id led to a question to https://https://…, and to a link there.
    let mut seen = healthy();
    let url =
        flow("login").to_string().replace("\\\"auth.example.com", "\\\"https://auth.example.com");
    seen.put(Answer { body: url, ..answer("login", 200, &json!({})) });
    let report = examine(&seen);
    assert_eq!(codes(&report), ["rp-id-no-domain"]);
    assert!(crate::online::next(&seen).iter().all(|probe| probe.id != "related"));
    let cures = format!("{:?}", report.findings.first().unwrap().cures);
    assert!(cures.contains("id: auth.example.com") && !cures.contains("https://https"), "{cures}");
    let related = |body: serde_json::Value| {
        broken(|seen| {
            moved(seen);
            seen.put(answer("related", 200, &body));
        })
    };
    assert_eq!(related(json!({"origins": ["https://app.example.com"]})), [""; 0]);
    assert_eq!(related(json!({"origins": []})), ["related-origins-missing"]);
    let ip = |seen: &mut Observations| {
        seen.page.url = "http://127.0.0.1:4455/".to_owned();
        seen.settings.base = "http://127.0.0.1:4455".to_owned();
        let body = flow("login")
            .to_string()
            .replace("https://auth.example.com/", "http://127.0.0.1:4455/");
        seen.put(Answer { body, ..answer("login", 200, &json!({})) });
    };
    assert_eq!(broken(ip), ["ip-address"]);
}

#[test]
fn dangerous_things() {
    let admin = error(404, "", "Unable to locate the resource");
    assert_eq!(broken(|seen| seen.put(answer("admin", 404, &admin))), ["admin-api-public"]);
    assert_eq!(
        broken(|seen| seen.page.tokens.push("localStorage, key x".to_owned())),
        ["token-in-page"]
    );
    assert_eq!(
        broken(|seen| seen.page.readable_cookies.push("ory_kratos_session".to_owned())),
        ["session-cookie-readable"]
    );
    assert_eq!(
        broken(|seen| seen.page.api_flows.push("https://x/api".to_owned())),
        ["api-flow-in-browser"]
    );
    let cookie = |attributes: &str| {
        broken(|seen| {
            let cookies = vec![SetCookie {
                name: "csrf_token_ab".to_owned(),
                attributes: attributes.to_owned(),
            }];
            seen.put(Answer { cookies, ..answer("alive", 200, &json!({"status": "ok"})) });
        })
    };
    assert_eq!(cookie("HttpOnly; Secure"), [""; 0]);
    assert_eq!(cookie("HttpOnly"), ["cookie-not-secure"]);
    assert_eq!(cookie("Secure"), ["session-cookie-readable"]);
    let open = |seen: &mut Observations| {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers = [
            header("access-control-allow-origin", super::steps::FOREIGN_ORIGIN),
            header("access-control-allow-credentials", "true"),
        ];
        seen.put(Answer { headers: headers.into(), ..answer("foreign-origin", 401, &json!({})) });
    };
    assert_eq!(broken(open), ["cors-any-origin"]);
}

#[test]
fn questions_end() {
    let mut seen = healthy();
    seen.settings.return_to = Some("https://app.example.com/".to_owned());
    for _ in 0..40 {
        let Some(probe) = next(&seen).into_iter().next() else { break };
        seen.put(ended(probe.id, Outcome::Failed));
    }
    assert!(next(&seen).is_empty());
    assert!(seen.answers.len() < 30, "{}", seen.answers.len());
}

#[test]
fn every_text_is_whole_and_every_code_is_there_once() {
    let all: Vec<_> = RULES.iter().flat_map(|(_, rules)| rules.iter()).collect();
    for rule in &all {
        assert_eq!(all.iter().filter(|other| other.code == rule.code).count(), 1, "{}", rule.code);
        assert!(
            rule.title.ends_with(['.', '}']) && rule.why.ends_with('.') && !rule.cures.is_empty(),
            "{}",
            rule.code
        );
    }
}
