//! What Kratos and Hydra say, read once.

use serde::Deserialize;
use serde_json::Value;
use url::{Position, Url};

use crate::failure::{Code, Failure};
use crate::upstream::Answer;

/// A session that Kratos called active.
#[derive(Clone, Debug, Deserialize)]
pub struct Session {
    /// Its id.
    pub id: String,
    active: bool,
    /// Whose it is.
    pub identity: Identity,
}

/// The person of a session.
#[derive(Clone, Debug, Deserialize)]
pub struct Identity {
    /// The subject of tokens.
    pub id: String,
    /// What the person told.
    #[serde(default)]
    pub traits: Value,
    #[serde(default)]
    verifiable_addresses: Option<Vec<Address>>,
}

#[derive(Clone, Debug, Deserialize)]
struct Address {
    value: String,
    verified: bool,
}

impl Identity {
    /// Whether Kratos has seen that this address is theirs.
    pub fn has_verified(&self, address: &str) -> bool {
        let addresses = self.verifiable_addresses.as_deref().unwrap_or_default();
        addresses.iter().any(|known| known.verified && known.value == address)
    }
}

/// What an app asks.
#[derive(Clone, Debug, Deserialize)]
pub struct Request {
    /// Whom it asks.
    pub subject: String,
    /// Whether Hydra says that nothing is to be asked.
    #[serde(default)]
    skip: bool,
    /// The scopes.
    #[serde(default)]
    pub requested_scope: Option<Vec<String>>,
    /// The audience of access tokens.
    #[serde(default)]
    pub requested_access_token_audience: Option<Vec<String>>,
    /// Who asks.
    #[serde(default)]
    pub client: Client,
    /// Where the app sent the browser.
    #[serde(default)]
    request_url: Option<String>,
}

/// An app, as Hydra knows it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Client(Value);

impl Client {
    fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// Its id.
    pub fn id(&self) -> &str {
        self.text("client_id").unwrap_or_default()
    }

    /// Its name, or else its id.
    pub fn name(&self) -> &str {
        self.text("client_name").unwrap_or_else(|| self.id())
    }

    /// One of its pages, if that is a web page.
    pub fn link(&self, key: &str) -> Option<&str> {
        self.text(key).filter(|text| is_web(text))
    }

    /// Its logo, if that is a `data:` URL or a file of one of the page's origins, then by its path. Any other
    /// host would learn who is asked.
    pub fn logo(&self, origins: &[String]) -> Option<String> {
        let url = Url::parse(self.text("logo_uri")?).ok()?;
        if url.scheme() == "data" {
            return url.path().starts_with("image/").then(|| url.into());
        }
        // `//host` would be another host.
        let is_own =
            origins.contains(&url.origin().ascii_serialization()) && !url.path().starts_with("//");
        is_own.then(|| url[Position::BeforePath..Position::AfterQuery].to_owned())
    }

    fn is_trusted(&self, key: &str) -> bool {
        self.0.get(key).and_then(Value::as_bool) == Some(true)
    }
}

impl Request {
    /// Whether nothing is to be asked: it is remembered, or the operator trusts the app.
    pub fn needs_nobody(&self) -> bool {
        self.skip || self.client.is_trusted("skip_consent")
    }

    /// Whether Hydra remembers an earlier decision.
    pub fn is_remembered(&self) -> bool {
        self.skip
    }

    /// Where it begins again with a sign-in, of whoever it then is.
    pub fn anew(&self) -> Option<String> {
        let mut url =
            Url::parse(self.request_url.as_deref()?).ok().filter(|url| is_web(url.as_str()))?;
        let asked: Vec<_> = url
            .query_pairs()
            .filter(|(name, _)| name != "prompt")
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        url.query_pairs_mut().clear().extend_pairs(asked).append_pair("prompt", "login");
        Some(url.into())
    }

    /// The scopes asked for.
    pub fn scopes(&self) -> &[String] {
        self.requested_scope.as_deref().unwrap_or_default()
    }

    /// The audience asked for.
    pub fn audience(&self) -> &[String] {
        self.requested_access_token_audience.as_deref().unwrap_or_default()
    }
}

/// Who is to be signed out.
#[derive(Clone, Debug, Deserialize)]
pub struct Logout {
    /// Whose session it is.
    pub subject: String,
    /// Whether an app asks, so that the person is asked; else a page of ours led there.
    #[serde(default)]
    rp_initiated: bool,
    /// Who asks.
    #[serde(default)]
    pub client: Option<Client>,
}

impl Logout {
    /// Whether nothing is to be asked.
    pub fn needs_nobody(&self) -> bool {
        let is_trusted = |client: &Client| client.is_trusted("skip_logout_consent");
        !self.rp_initiated || self.client.as_ref().is_some_and(is_trusted)
    }

    /// The name of whoever asks.
    pub fn asker(&self) -> &str {
        self.client.as_ref().map(Client::name).unwrap_or_default()
    }
}

/// An app with access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Since when, RFC 3339.
    pub since: Option<String>,
}

/// Whether it is an http or https address.
pub fn is_web(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

fn redirect(body: &Value, key: &str) -> Option<String> {
    body.get(key).and_then(Value::as_str).filter(|text| is_web(text)).map(str::to_owned)
}

/// Reads whoami.
pub fn session(answer: Answer) -> Result<Session, Failure> {
    match answer.status {
        200 => {
            let session: Session =
                serde_json::from_value(answer.body).map_err(|_| Code::KratosUnreachable)?;
            let known = session.active && !session.identity.id.is_empty();
            if known { Ok(session) } else { Err(Code::SignedOut.into()) }
        }
        401 => Err(Code::SignedOut.into()),
        403 | 422 => {
            let redirect_to = redirect(&answer.body, "redirect_browser_to");
            Err(Failure { code: Code::NeedsAal2, redirect_to })
        }
        _ => Err(Code::KratosUnreachable.into()),
    }
}

fn refused(answer: &Answer) -> Failure {
    let code = match answer.status {
        404 => Code::ChallengeUnknown,
        409 | 410 => Code::ChallengeUsed,
        401 if answer.body.to_string().contains("expired") => Code::ChallengeExpired,
        _ => Code::HydraRefused,
    };
    Failure { code, redirect_to: redirect(&answer.body, "redirect_to") }
}

/// Reads what a challenge asks.
pub fn request(answer: Answer) -> Result<Request, Failure> {
    if answer.status != 200 {
        return Err(refused(&answer));
    }
    serde_json::from_value(answer.body).map_err(|_| Code::HydraRefused.into())
}

/// Reads where to go after a decision.
pub fn way_on(answer: Answer) -> Result<String, Failure> {
    if answer.status != 200 {
        return Err(refused(&answer));
    }
    redirect(&answer.body, "redirect_to").ok_or_else(|| Code::HydraRefused.into())
}

/// Reads who is to be signed out.
pub fn logout(answer: Answer) -> Result<Logout, Failure> {
    if answer.status != 200 {
        return Err(refused(&answer));
    }
    serde_json::from_value(answer.body).map_err(|_| Code::HydraRefused.into())
}

/// Reads that Hydra did what it was told and has nothing to say.
pub fn done(answer: &Answer) -> Result<(), Failure> {
    if (200..300).contains(&answer.status) { Ok(()) } else { Err(refused(answer)) }
}

/// Reads the token that ends a session of Kratos.
pub fn logout_token(answer: &Answer) -> Result<String, Failure> {
    let token = answer.body.get("logout_token").and_then(Value::as_str);
    token.map(str::to_owned).ok_or_else(|| Code::KratosUnreachable.into())
}

fn grants(answer: Answer) -> Result<Vec<Value>, Failure> {
    match (answer.status, answer.body) {
        (200, Value::Array(grants)) => Ok(grants),
        _ => Err(Code::HydraRefused.into()),
    }
}

fn client_of(grant: &Value) -> Client {
    Client(grant.pointer("/consent_request/client").cloned().unwrap_or_default())
}

/// Reads which scopes an app was granted before.
pub fn granted(answer: Answer, client: &str) -> Result<Vec<String>, Failure> {
    let grants = grants(answer)?;
    let theirs = grants.iter().filter(|grant| client_of(grant).id() == client);
    let scopes = theirs.filter_map(|grant| grant.get("grant_scope")?.as_array());
    Ok(scopes.flatten().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// Reads which apps have access, each once, by name.
pub fn apps(answer: Answer) -> Result<Vec<App>, Failure> {
    let mut apps = std::collections::BTreeMap::new();
    for grant in grants(answer)? {
        let client = client_of(&grant);
        let since = grant.get("handled_at").and_then(Value::as_str).map(str::to_owned);
        if client.id().is_empty() {
            continue;
        }
        let key = (client.name().to_owned(), client.id().to_owned());
        let known: &mut Option<String> = apps.entry(key).or_default();
        // The first of several grants; instants of one server compare as texts.
        *known = match (known.take(), since) {
            (Some(before), Some(other)) => Some(before.min(other)),
            (before, other) => before.or(other),
        };
    }
    Ok(apps.into_iter().map(|((name, id), since)| App { id, name, since }).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(status: u16, body: Value) -> Answer {
        Answer { status, body, cookies: Vec::new() }
    }

    #[test]
    fn a_logo_is_of_the_pages_origin_or_in_the_text_itself() {
        let own = ["https://accounts.example".to_owned()];
        let logo = |url: &str| Client(json!({ "logo_uri": url })).logo(&own);
        let picture = "data:image/png;base64,AAAA";
        assert_eq!(logo(picture).as_deref(), Some(picture));
        assert_eq!(logo("https://ACCOUNTS.example:443/a b.svg?2").as_deref(), Some("/a%20b.svg?2"));
        for elsewhere in [
            "",
            "/logo.svg",
            "https://cdn.example/logo.svg",
            "http://accounts.example/logo.svg",
            "https://accounts.example.evil.example/logo.svg",
            "https://accounts.example//evil.example/logo.svg",
            "https://accounts.example/\\evil.example/logo.svg",
            "data:text/html,<b>",
            "javascript:alert(1)",
        ] {
            assert_eq!(logo(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn a_session_must_be_active() {
        let body = |active: bool| json!({ "id": "s", "active": active, "identity": { "id": "i" } });
        assert_eq!(session(answer(200, body(true))).unwrap().identity.id, "i");
        assert_eq!(session(answer(200, body(false))).unwrap_err().code, Code::SignedOut);
        assert_eq!(session(answer(200, json!({}))).unwrap_err().code, Code::KratosUnreachable);
        assert_eq!(session(answer(401, json!({}))).unwrap_err().code, Code::SignedOut);
        assert_eq!(session(answer(503, json!({}))).unwrap_err().code, Code::KratosUnreachable);
        let aal2 = json!({ "redirect_browser_to": "https://a.example/login?aal=aal2" });
        let failure = session(answer(403, aal2)).unwrap_err();
        assert_eq!(failure.code, Code::NeedsAal2);
        assert_eq!(failure.redirect_to.as_deref(), Some("https://a.example/login?aal=aal2"));
    }

    #[test]
    fn each_refusal_of_hydra_has_a_code() {
        let expired =
            json!({ "error_description": "The consent request has expired, please try again." });
        for (status, body, code) in [
            (404, json!({}), Code::ChallengeUnknown),
            (410, json!({}), Code::ChallengeUsed),
            (409, json!({}), Code::ChallengeUsed),
            (401, expired, Code::ChallengeExpired),
            (401, json!({}), Code::HydraRefused),
            (500, json!({}), Code::HydraRefused),
            (200, json!({}), Code::HydraRefused),
        ] {
            assert_eq!(request(answer(status, body)).unwrap_err().code, code);
        }
        let gone = request(answer(410, json!({ "redirect_to": "https://hydra.example/again" })))
            .unwrap_err();
        assert_eq!(gone.redirect_to.as_deref(), Some("https://hydra.example/again"));
        assert!(way_on(answer(200, json!({ "redirect_to": "javascript:alert(1)" }))).is_err());
    }

    #[test]
    fn an_app_with_several_grants_is_listed_once() {
        let grant = |id: &str, at: &str| json!({ "handled_at": at, "consent_request": { "client": { "client_id": id } } });
        let body = json!([
            grant("b", "2026-01-02"),
            grant("a", "2026-01-03"),
            grant("b", "2026-01-01"),
            {}
        ]);
        let listed = apps(answer(200, body)).unwrap();
        let listed: Vec<_> =
            listed.iter().map(|app| (app.id.as_str(), app.since.as_deref().unwrap())).collect();
        assert_eq!(listed, [("a", "2026-01-03"), ("b", "2026-01-01")]);
        assert!(apps(answer(200, json!({}))).is_err());
    }
}
