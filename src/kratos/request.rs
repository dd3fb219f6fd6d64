//! Requests to Kratos. Built here, sent elsewhere.
//!
//! No request of a flow needs a preflight: it is a `GET`, or a `POST` of an urlencoded form, with
//! no header but `Accept` (see docs/kratos.md#no-preflight). The exceptions are
//! [`Request::revoke`], [`Request::revoke_others`], [`Request::native_logout`],
//! [`Request::as_session`], and the [`Method::Json`] submit of traits that a form can't express.
//! URLs are relative to Kratos' public base URL.

use super::flow::FlowKind;
use crate::{json::Json, text_search::replace};

/// A request to Kratos.
///
/// See <https://www.ory.sh/docs/reference/api#tag/frontend>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The HTTP method, with the body.
    pub method: Method,
    /// The path and query below Kratos' public base URL, or an absolute URL that Kratos gave.
    pub url: String,
    /// The session token of a native app, sent as `X-Session-Token`.
    pub token: Option<String>,
}

/// The HTTP method and body of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST` with an urlencoded form.
    Form(String),
    /// `POST` with JSON. Preflighted across origins.
    Json(String),
    /// `DELETE`. Preflighted across origins.
    Delete,
    /// `DELETE` with JSON; only for native apps.
    DeleteJson(String),
}

/// The query parameters of a page that are passed on to its flow, in the order they are sent.
///
/// `www/boot.js` starts the first request with the same keys in the same order.
pub const CARRIED: [&str; 11] = [
    "return_to",
    "refresh",
    "aal",
    "login_challenge",
    "organization",
    "via",
    "identity_schema",
    "after_verification_return_to",
    "skip_settings",
    "consent_challenge",
    "logout_challenge",
];

/// Where a signed-in person continues: Kratos redirects to `return_to`, if it allows that, or else to its
/// default.
pub fn onward_url(return_to: Option<&str>) -> String {
    let return_to = return_to.map(|url| ("return_to".to_owned(), url.to_owned()));
    Request::create(FlowKind::Login, return_to.as_slice()).url
}

/// Where the sign-in of an OAuth2 client goes on.
pub fn sign_in_for(login_challenge: &str) -> String {
    let query = [("login_challenge".to_owned(), login_challenge.to_owned())];
    Request::create(FlowKind::Login, &query).url
}

impl Request {
    /// Creates a browser flow; the keys of `query` are among [`CARRIED`].
    pub fn create(kind: FlowKind, query: &[(String, String)]) -> Self {
        let end = if kind.is_oauth2() { "" } else { "/browser" };
        Self::get(&[&kind.path(), end].concat(), query)
    }

    /// Fetches the flow `id`.
    pub fn fetch(kind: FlowKind, id: &str) -> Self {
        Self::get(&[&kind.path(), "/flows"].concat(), &[("id".to_owned(), id.to_owned())])
    }

    /// Posts `fields` to the flow `id`.
    pub fn submit(kind: FlowKind, id: &str, fields: &[(String, String)]) -> Self {
        Self::submit_as(kind, id, Method::Form(urlencode(fields)))
    }

    /// Posts a body to the flow `id`.
    pub fn submit_as(kind: FlowKind, id: &str, method: Method) -> Self {
        Self { method, ..Self::get(&kind.path(), &[("flow".to_owned(), id.to_owned())]) }
    }

    /// Creates an API flow for a native app (see docs/kratos.md#native-apps).
    pub fn create_native(kind: FlowKind, query: &[(String, String)]) -> Self {
        Self::get(&[&kind.path(), "/api"].concat(), query)
    }

    /// Ends a native app's session. Kratos accepts only JSON here.
    pub fn native_logout(token: &str) -> Self {
        let body = Json::Object(vec![("session_token".to_owned(), Json::text(token))]);
        let method = Method::DeleteJson(body.to_text());
        Self { method, ..Self::get("/self-service/logout/api", &[]) }
    }

    /// Exchanges the two codes of a native sign-in by a provider for a session.
    pub fn token_exchange(init_code: &str, return_to_code: &str) -> Self {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let query = [pair("init_code", init_code), pair("return_to_code", return_to_code)];
        Self::get("/sessions/token-exchange", &query)
    }

    /// Authenticates by this session token instead of the browser's cookie.
    #[must_use]
    pub fn as_session(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// Requests the current session.
    pub fn whoami() -> Self {
        Self::get("/sessions/whoami", &[])
    }

    /// Requests the person's other sessions.
    pub fn sessions() -> Self {
        Self::get("/sessions", &[])
    }

    /// Revokes the session `id`, which must not be the current one. Preflighted across origins.
    pub fn revoke(id: &str) -> Self {
        let mut path = urlencode(&[(id.to_owned(), String::new())]);
        path.pop();
        if path.bytes().all(|byte| byte == b'.') {
            // Browsers resolve `..` in a path, even if encoded once.
            path = replace(&path, ".", "%252E");
        }
        let url = ["/sessions/", &path].concat();
        Self { method: Method::Delete, url, token: None }
    }

    /// Revokes all sessions but the current one. Preflighted across origins.
    pub fn revoke_others() -> Self {
        Self { method: Method::Delete, ..Self::sessions() }
    }

    /// Requests a URL that Kratos gave, for example to sign out.
    pub fn visit(url: &str) -> Self {
        Self { method: Method::Get, url: url.to_owned(), token: None }
    }

    /// Requests the logout URL; `return_to` is where to go afterwards.
    pub fn logout(return_to: Option<&str>) -> Self {
        let query: Vec<_> =
            return_to.iter().map(|url| ("return_to".to_owned(), (*url).to_owned())).collect();
        Self::get("/self-service/logout/browser", &query)
    }

    /// Fetches the stored error `id`.
    pub fn error(id: &str) -> Self {
        Self::get("/self-service/errors", &[("id".to_owned(), id.to_owned())])
    }

    fn get(path: &str, query: &[(String, String)]) -> Self {
        let query = urlencode(query);
        let url = if query.is_empty() { path.to_owned() } else { [path, "?", &query].concat() };
        Self { method: Method::Get, url, token: None }
    }
}

/// The site's page for the flow `id`. The id is escaped, because it comes from a response.
pub fn page_of(kind: FlowKind, id: &str) -> String {
    let query = urlencode(&[("flow".to_owned(), id.to_owned())]);
    ["/", kind.as_str(), "?", &query].concat()
}

/// Encodes pairs as `application/x-www-form-urlencoded` (URL Standard §5.2).
pub fn urlencode(pairs: &[(String, String)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        encode_into(&mut out, name);
        out.push('=');
        encode_into(&mut out, value);
    }
    out
}

fn encode_into(out: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                for half in [byte >> 4, byte & 15] {
                    out.extend(
                        char::from_digit(u32::from(half), 16).map(|c| c.to_ascii_uppercase()),
                    );
                }
            }
        }
    }
}

/// The first value of `name` in a query string, decoded as by [`urldecode`].
pub fn query_value(query: &str, name: &str) -> Option<String> {
    urldecode(query).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// Decodes a query string, with or without its leading `?`. Invalid escapes are kept.
pub fn urldecode(query: &str) -> Vec<(String, String)> {
    query
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let mut digit = || ahead.next().and_then(|d| char::from(d).to_digit(16));
                match (digit(), digit()) {
                    (Some(high), Some(low)) => {
                        bytes.extend(u8::try_from(high * 16 + low));
                        rest = ahead;
                    }
                    _ => bytes.push(b'%'),
                }
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn creates_with_the_carried_query() {
        let query = [pair("return_to", "http://localhost:4455/in box?a=1&b=2")];
        assert_eq!(
            Request::create(FlowKind::Login, &query).url,
            "/self-service/login/browser?return_to=http%3A%2F%2Flocalhost%3A4455%2Fin+box%3Fa%3D1%26b%3D2"
        );
        assert_eq!(
            Request::create(FlowKind::Registration, &[]).url,
            "/self-service/registration/browser"
        );
    }

    #[test]
    fn an_id_cannot_leave_its_place_in_the_query() {
        assert_eq!(
            Request::fetch(FlowKind::Login, "x&id=y#/../..").url,
            "/self-service/login/flows?id=x%26id%3Dy%23%2F..%2F.."
        );
    }

    #[test]
    fn a_session_id_cannot_leave_its_place_in_the_path() {
        assert_eq!(Request::revoke("a/../b?c").url, "/sessions/a%2F..%2Fb%3Fc");
        assert_eq!(Request::revoke("0b1c-2").url, "/sessions/0b1c-2");
        assert_eq!(Request::revoke("..").url, "/sessions/%252E%252E");
        assert_eq!(Request::revoke("a=").url, "/sessions/a%3D");
    }

    #[test]
    fn broken_escapes_survive() {
        assert_eq!(
            urldecode("?a=100%&b=%zz&c"),
            [pair("a", "100%"), pair("b", "%zz"), pair("c", "")]
        );
    }

    proptest! {
        #[test]
        fn decode_undoes_encode(pairs in prop::collection::vec((".+", ".*"), 0..6)) {
            let pairs: Vec<(String, String)> = pairs;
            prop_assert_eq!(urldecode(&urlencode(&pairs)), pairs);
        }
    }

    /// An id with a quotation mark made a link that our own URL check refused, and an id with `&`
    /// added a parameter to the page.
    #[test]
    fn an_id_stays_one_query_parameter() {
        for id in ["0b1c-\"x", "a&return_to=//evil.example", "a#b", "a b<c>", "../..\\x", "é"] {
            let page = page_of(FlowKind::Verification, id);
            assert_eq!(crate::url::judge(&page), crate::url::Verdict::Web, "{page}");
            let (path, query) = page.split_once('?').unwrap();
            assert_eq!(path, "/verification");
            let pairs = urldecode(query);
            assert_eq!(pairs, [("flow".to_owned(), id.to_owned())]);
        }
    }
}
