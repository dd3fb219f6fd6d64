//! What Kratos and Hydra say, read once.

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

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
    pub client: Value,
}

impl Request {
    /// Whether nothing is to be asked: it is remembered, or the operator trusts the app.
    pub fn needs_nobody(&self) -> bool {
        self.skip || self.client.get("skip_consent").and_then(Value::as_bool) == Some(true)
    }

    /// The scopes asked for.
    pub fn scopes(&self) -> &[String] {
        self.requested_scope.as_deref().unwrap_or_default()
    }

    /// The audience asked for.
    pub fn audience(&self) -> &[String] {
        self.requested_access_token_audience.as_deref().unwrap_or_default()
    }

    /// The app's id.
    pub fn client_id(&self) -> &str {
        self.client.get("client_id").and_then(Value::as_str).unwrap_or_default()
    }

    /// What the page may know of the app.
    pub fn shown_client(&self) -> Value {
        let text = |key: &str| {
            self.client.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
        };
        let link = |key: &str| text(key).filter(|text| is_web(text));
        json!({
            "id": text("client_id"), "name": text("client_name"), "logo_uri": link("logo_uri"),
            "client_uri": link("client_uri"), "policy_uri": link("policy_uri"), "tos_uri": link("tos_uri"),
        })
    }
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
            Err(Failure { redirect_to, ..Code::NeedsAal2.into() })
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
    Failure { redirect_to: redirect(&answer.body, "redirect_to"), ..code.into() }
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

/// Reads which scopes an app was granted before.
pub fn granted(answer: Answer, client: &str) -> Result<Vec<String>, Failure> {
    let (200, Value::Array(grants)) = (answer.status, answer.body) else {
        return Err(Code::HydraRefused.into());
    };
    let theirs = |grant: &&Value| {
        grant.pointer("/consent_request/client/client_id").and_then(Value::as_str) == Some(client)
    };
    let scopes =
        grants.iter().filter(theirs).filter_map(|grant| grant.get("grant_scope")?.as_array());
    Ok(scopes.flatten().filter_map(Value::as_str).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: Value) -> Answer {
        Answer { status, body }
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
    fn the_page_gets_web_addresses_only() {
        let client = json!({ "client_id": "a", "logo_uri": "javascript:alert(1)", "tos_uri": "https://a.example/tos" });
        let asked = request(answer(200, json!({ "subject": "i", "client": client }))).unwrap();
        assert_eq!(asked.shown_client()["logo_uri"], Value::Null);
        assert_eq!(asked.shown_client()["tos_uri"], "https://a.example/tos");
    }
}
