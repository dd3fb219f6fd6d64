//! API flows: a session token instead of cookies.

use anyhow::Result;
use serde_json::{Value, json};

use super::Family;
use crate::record::answer::Answer;
use crate::record::browser::{Browser, PASSWORD};
use crate::record::people::{ADA, Inbox, account};
use crate::record::request::Request;
use crate::record::story::Story;

pub const FAMILIES: &[Family] = &[
    Family { name: "native-login", config: None, story: login },
    Family { name: "native-flows", config: None, story: flows },
];

fn create(app: &Browser, status: u16, case: &str, flow: &str) -> Result<Answer> {
    app.send(status, case, Request::get(&format!("/self-service/{flow}/api")).without_cookies())
}

fn submit(app: &Browser, status: u16, case: &str, flow: &Answer, body: Value) -> Result<Answer> {
    app.send(status, case, Request::post(flow.action()?).json(body).without_cookies())
}

fn get(app: &Browser, status: u16, case: &str, path: &str, token: &str) -> Result<Answer> {
    let request = Request::get(path).without_cookies().header("X-Session-Token", token);
    app.send(status, case, request)
}

fn login(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let app = story.browser();
    let flow = create(&app, 200, "native-login-create", "login")?;
    let wrong = json!({ "method": "password", "identifier": ADA, "password": "wrong" });
    submit(&app, 400, "native-login-wrong", &flow, wrong)?;
    let right = json!({ "method": "password", "identifier": ADA, "password": PASSWORD.1 });
    let origin = Request::post(flow.action()?).json(right.clone()).without_cookies();
    let origin = origin.header("Origin", "http://localhost:4455");
    app.send(400, "native-login-with-origin", origin)?;
    let done = submit(&app, 200, "native-login-success", &flow, right)?;
    let token = done.text("/session_token")?;
    get(&app, 200, "native-whoami", "/sessions/whoami", token)?;
    get(&app, 200, "native-sessions", "/sessions", token)?;
    let refresh = "/self-service/login/api?refresh=true";
    get(&app, 200, "native-login-refresh", refresh, token)?;
    let out = || Request::delete("/self-service/logout/api").without_cookies();
    let body = json!({ "session_token": token });
    app.send(204, "native-logout", out().json(body.clone()))?;

    let path = "/self-service/login/api?return_session_token_exchange_code=true";
    let request = Request::get(path).without_cookies();
    let flow = app.send(200, "native-login-create-with-exchange-code", request)?;
    let init = flow.text("/session_token_exchange_code")?;
    let missing = format!("/sessions/token-exchange?init_code={init}");
    let early = format!("{missing}&return_to_code=nonsense");
    let exchange = |path: &str| Request::get(path).without_cookies();
    app.send(400, "native-exchange-missing-code", exchange(&missing))?;
    app.send(404, "native-exchange-unknown", exchange(&early))?;
    Ok(())
}

fn flows(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let inbox = Inbox::new(story);
    let app = story.browser();
    let flow = create(&app, 200, "native-registration-create", "registration")?;
    let bo = json!({
        "method": "password", "traits": { "email": "bo@example.test" }, "password": PASSWORD.1,
    });
    let done = submit(&app, 200, "native-registration-success", &flow, bo)?;
    let token = done.text("/session_token")?;
    create(&app, 401, "native-settings-create-401", "settings")?;
    let path = "/self-service/settings/api";
    let flow = get(&app, 200, "native-settings-create", path, token)?;
    let profile = json!({ "method": "profile", "traits": {
        "email": "bo@example.test", "name": { "first": "Bo" },
    } });
    let request = Request::post(flow.action()?).json(profile).without_cookies();
    let request = request.header("X-Session-Token", token);
    app.send(200, "native-settings-success", request)?;

    let flow = create(&app, 200, "native-verification-create", "verification")?;
    let send = json!({ "method": "code", "email": ADA });
    submit(&app, 200, "native-verification-sent", &flow, send.clone())?;
    let flow = create(&app, 200, "native-recovery-create", "recovery")?;
    submit(&app, 200, "native-recovery-sent", &flow, send)?;
    let code = json!({ "method": "code", "code": inbox.code(ADA, "recovery_code_valid")? });
    submit(&app, 422, "native-recovery-success", &flow, code)?;
    Ok(())
}
