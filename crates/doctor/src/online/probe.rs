//! What to ask.

use serde::Serialize;

/// How long an answer may take, in milliseconds.
const PATIENCE: u32 = 8_000;
/// How much of a body is read, in bytes.
const LIMIT: u32 = 256 * 1024;

/// One request. It has only headers that need no preflight, unless `preflight` is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Probe {
    /// Its name, unique in an examination.
    pub id: &'static str,
    /// What it finds out, for people who watch.
    pub purpose: &'static str,
    /// The absolute URL.
    pub url: String,
    /// `GET` or `DELETE`.
    pub method: &'static str,
    /// `cors` or `no-cors`.
    pub mode: &'static str,
    /// `include` or `omit`.
    pub credentials: &'static str,
    /// `follow` or `manual`.
    pub redirect: &'static str,
    /// Whether it carries `Content-Type: application/json`, so that browsers ask by OPTIONS first.
    pub preflight: bool,
    /// Whether cookies would have to pass between sites; a browser knows it by itself.
    pub cross_site: bool,
    /// The origin that a terminal names, if it is not the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<&'static str>,
    /// Milliseconds.
    pub timeout: u32,
    /// Bytes of the body that are read.
    pub limit: u32,
}

impl Probe {
    /// A request as the client sends it: with cookies, and readable only where CORS allows it.
    #[must_use]
    pub fn get(id: &'static str, url: String, purpose: &'static str) -> Self {
        Self {
            id,
            purpose,
            url,
            method: "GET",
            mode: "cors",
            credentials: "include",
            redirect: "follow",
            preflight: false,
            cross_site: false,
            origin: None,
            timeout: PATIENCE,
            limit: LIMIT,
        }
    }

    /// The same, whose answer is not read: it only tells whether there is one.
    #[must_use]
    pub fn opaque(id: &'static str, url: String, purpose: &'static str) -> Self {
        Self { mode: "no-cors", ..Self::get(id, url, purpose) }
    }

    /// The same without cookies.
    #[must_use]
    pub fn plain(id: &'static str, url: String, purpose: &'static str) -> Self {
        Self { credentials: "omit", ..Self::get(id, url, purpose) }
    }

    /// The same without following redirects.
    #[must_use]
    pub fn still(id: &'static str, url: String, purpose: &'static str) -> Self {
        Self { redirect: "manual", ..Self::get(id, url, purpose) }
    }

    /// The same with a preflight.
    #[must_use]
    pub fn preflighted(id: &'static str, url: String, purpose: &'static str) -> Self {
        Self { preflight: true, ..Self::get(id, url, purpose) }
    }
}
