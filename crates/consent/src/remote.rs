//! Kratos and Hydra over HTTP.

use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method};
use serde_json::Value;
use url::Url;

use crate::config::Config;
use crate::upstream::{Answer, Away, Call, Upstream};

/// More than any answer that is read here.
const MOST: usize = 4 << 20;

/// The real servers.
pub struct Remote {
    client: Client,
    hydra: Url,
    kratos: Url,
}

impl Remote {
    /// The servers of a configuration.
    pub fn new(config: &Config) -> reqwest::Result<Self> {
        let client = Client::builder()
            .timeout(config.file.timeout())
            .redirect(Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self { client, hydra: config.hydra.clone(), kratos: config.kratos.clone() })
    }
}

/// `path` below `base`, whatever slash `base` ends with.
fn below(base: &Url, path: &str, query: &[(&str, &str)]) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
    url.set_query(None);
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    url
}

const CONSENT: &str = "/admin/oauth2/auth/requests/consent";
const LOGOUT: &str = "/admin/oauth2/auth/requests/logout";
const GRANTS: &str = "/admin/oauth2/auth/sessions/consent";

impl Upstream for Remote {
    async fn call(&self, call: Call) -> Result<Answer, Away> {
        let (hydra, kratos) = (&self.hydra, &self.kratos);
        let consent = |step: &str, challenge: &String| {
            below(hydra, &[CONSENT, step].concat(), &[("consent_challenge", challenge)])
        };
        let logout = |step: &str, challenge: &String| {
            below(hydra, &[LOGOUT, step].concat(), &[("logout_challenge", challenge)])
        };
        let (method, url) = match &call {
            Call::Whoami(_) | Call::KratosAlive => {
                (Method::GET, below(kratos, "/sessions/whoami", &[]))
            }
            Call::HydraAlive => (Method::GET, below(hydra, "/health/alive", &[])),
            Call::Request(challenge) => (Method::GET, consent("", challenge)),
            Call::Grants(subject) => {
                let query = [("subject", subject.as_str()), ("page_size", "500")];
                (Method::GET, below(hydra, GRANTS, &query))
            }
            Call::Revoke(subject, client) => {
                let query = [("subject", subject.as_str()), ("client", client.as_str())];
                (Method::DELETE, below(hydra, GRANTS, &query))
            }
            Call::KratosLogout(_) => {
                (Method::GET, below(kratos, "/self-service/logout/browser", &[]))
            }
            Call::EndSession(_, token) => {
                (Method::GET, below(kratos, "/self-service/logout", &[("token", token)]))
            }
            Call::Logout(challenge) => (Method::GET, logout("", challenge)),
            Call::AcceptLogout(challenge) => (Method::PUT, logout("/accept", challenge)),
            Call::RejectLogout(challenge) => (Method::PUT, logout("/reject", challenge)),
            Call::Accept(challenge, _) => (Method::PUT, consent("/accept", challenge)),
            Call::Reject(challenge, _) => (Method::PUT, consent("/reject", challenge)),
        };
        let request = self.client.request(method, url).header("Accept", "application/json");
        let request = match call {
            Call::Whoami(cookie) | Call::KratosLogout(cookie) | Call::EndSession(cookie, _) => {
                request.header(COOKIE, cookie)
            }
            Call::Accept(_, body) | Call::Reject(_, body) => {
                request.header("Content-Type", "application/json").body(body.to_string())
            }
            _ => request,
        };
        let mut response = request.send().await.map_err(|_| Away)?;
        let status = response.status().as_u16();
        let cookies = response.headers().get_all(SET_COOKIE).iter();
        let cookies = cookies.filter_map(|line| line.to_str().ok()).map(str::to_owned).collect();
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| Away)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MOST {
                return Err(Away);
            }
        }
        Ok(Answer { status, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null), cookies })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_cannot_leave_its_parameter() {
        let url = below(
            &Url::parse("http://hydra:4445/base/").unwrap(),
            CONSENT,
            &[("consent_challenge", "a&b=c#/../")],
        );
        assert_eq!(url.path(), format!("/base{CONSENT}"));
        assert_eq!(url.query(), Some("consent_challenge=a%26b%3Dc%23%2F..%2F"));
    }
}
