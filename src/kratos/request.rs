//! Requests to Kratos, built but not sent.
//!
//! Every request of a flow is one that needs no preflight: `GET`, or `POST` with an urlencoded form,
//! and no header beyond `Accept` (see docs/kratos.md#no-preflight). The exceptions are
//! [`Request::revoke`], [`Request::revoke_others`], [`Request::native_logout`],
//! [`Request::as_session`] and the [`Method::Json`] submit of traits that no form can carry. URLs are
//! relative to Kratos' public base URL.

use super::flow::FlowKind;
use crate::json::Json;

/// A request to Kratos.
///
/// See <https://www.ory.sh/docs/reference/api#tag/frontend>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// How it is sent, with its body.
    pub method: Method,
    /// The path with its query below Kratos' public base URL, or a whole URL that Kratos gave.
    pub url: String,
    /// The session token of a native app, sent as `X-Session-Token`.
    pub token: Option<String>,
}

/// How a request is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST` of an urlencoded form.
    Form(String),
    /// `POST` of JSON, which browsers ask permission for across origins.
    Json(String),
    /// `DELETE`, which browsers ask permission for across origins.
    Delete,
    /// `DELETE` with JSON; native apps only.
    DeleteJson(String),
}

/// The query keys of a page that its flow is created with, in the order they are sent.
///
/// `www/boot.js` starts the first request with the same keys in the same order.
pub const CARRIED: [&str; 8] = [
    "return_to",
    "refresh",
    "aal",
    "login_challenge",
    "organization",
    "via",
    "identity_schema",
    "after_verification_return_to",
];

impl Request {
    /// Creates a flow in a browser; `query` holds pairs whose keys are among [`CARRIED`].
    pub fn create(kind: FlowKind, query: &[(String, String)]) -> Self {
        Self::get(&["/self-service/", kind.as_str(), "/browser"].concat(), query)
    }

    /// Fetches the flow `id`.
    pub fn fetch(kind: FlowKind, id: &str) -> Self {
        let path = ["/self-service/", kind.as_str(), "/flows"].concat();
        Self::get(&path, &[("id".to_owned(), id.to_owned())])
    }

    /// Posts `fields` to the flow `id`.
    pub fn submit(kind: FlowKind, id: &str, fields: &[(String, String)]) -> Self {
        Self::submit_as(kind, id, Method::Form(urlencode(fields)))
    }

    /// Posts a body to the flow `id`.
    pub fn submit_as(kind: FlowKind, id: &str, method: Method) -> Self {
        let path = ["/self-service/", kind.as_str()].concat();
        Self { method, ..Self::get(&path, &[("flow".to_owned(), id.to_owned())]) }
    }

    /// Creates a flow of a native app (see docs/kratos.md#native-apps).
    pub fn create_native(kind: FlowKind, query: &[(String, String)]) -> Self {
        Self::get(&["/self-service/", kind.as_str(), "/api"].concat(), query)
    }

    /// Ends the session of a native app. Kratos takes JSON only here.
    pub fn native_logout(token: &str) -> Self {
        let body = Json::Object(vec![("session_token".to_owned(), Json::text(token))]);
        let method = Method::DeleteJson(body.to_text());
        Self { method, ..Self::get("/self-service/logout/api", &[]) }
    }

    /// Exchanges the two codes of a native sign-in through a provider for a session.
    pub fn token_exchange(init_code: &str, return_to_code: &str) -> Self {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let query = [pair("init_code", init_code), pair("return_to_code", return_to_code)];
        Self::get("/sessions/token-exchange", &query)
    }

    /// The request on behalf of the session with this token, in place of the browser's cookie.
    #[must_use]
    pub fn as_session(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// Asks who is signed in.
    pub fn whoami() -> Self {
        Self::get("/sessions/whoami", &[])
    }

    /// Asks for the person's other sessions.
    pub fn sessions() -> Self {
        Self::get("/sessions", &[])
    }

    /// Ends the session `id`, which may not be the own one. Preflighted across origins.
    pub fn revoke(id: &str) -> Self {
        let mut path = urlencode(&[(id.to_owned(), String::new())]);
        path.pop();
        if path.bytes().all(|byte| byte == b'.') {
            // Browsers take `..` out of a path, encoded once or not.
            path = path.replace('.', "%252E");
        }
        let url = ["/sessions/", &path].concat();
        Self { method: Method::Delete, url, token: None }
    }

    /// Ends all sessions but the own one. Preflighted across origins.
    pub fn revoke_others() -> Self {
        Self { method: Method::Delete, ..Self::sessions() }
    }

    /// Opens a URL that Kratos gave, for example to sign out.
    pub fn visit(url: &str) -> Self {
        Self { method: Method::Get, url: url.to_owned(), token: None }
    }

    /// Asks for the URL that signs out; `return_to` is where the person goes then.
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

/// The site's own page that shows the flow `id`. The id is escaped: it is whatever an answer said.
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

/// The first value called `name` in a query string, as [`urldecode`] reads it.
pub fn query_value(query: &str, name: &str) -> Option<String> {
    urldecode(query).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// Decodes a query string, with or without its leading `?`; broken escapes stay as they are.
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

    /// An id with a quotation mark gave a link that the own judge of URLs refuses, and one with `&` a page
    /// with a parameter more.
    #[test]
    fn whatever_an_id_holds_it_stays_one_parameter_of_the_own_page() {
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
