//! What the handlers share. Hydra acts for a person only after Kratos named that person in the same request.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE,
};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, http::HeaderValue};
use ring::error::Unspecified;
use serde_json::Value;

use crate::config::Config;
use crate::csrf::{Csrf, is_cookie};
use crate::decided::Decided;
use crate::failure::{Code, Failure};
use crate::upstream::{Answer, Call, Upstream};
use crate::wire::{self, Session};
use crate::{apps, consent, end_session};

/// No decision is longer.
const LONGEST_BODY: usize = 64 << 10;
/// Hydra's challenges have some 2 kB.
const LONGEST_CHALLENGE: usize = 16 << 10;

/// What the handlers share.
pub struct Service<U> {
    /// Everything the service was told.
    pub config: Config,
    /// The challenges that were decided.
    pub decided: Decided,
    upstream: U,
    csrf: Csrf,
}

/// The paths of the service.
pub fn router<U: Upstream>(service: Arc<Service<U>>) -> Router {
    Router::new()
        .route(consent::PATH, get(consent::ask::<U>).post(consent::decide::<U>))
        .route(end_session::PATH, get(end_session::ask::<U>).post(end_session::decide::<U>))
        .route(apps::PATH, get(apps::list::<U>).post(apps::revoke::<U>))
        .layer(map_response(not_kept))
        .route("/health/alive", get(alive))
        .route("/health/ready", get(ready::<U>))
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .with_state(service)
}

impl<U: Upstream> Service<U> {
    /// A service in front of these servers.
    pub fn new(config: Config, upstream: U) -> Result<Self, Unspecified> {
        let csrf = Csrf::new(config.secret.as_deref())?;
        Ok(Self { config, upstream, csrf, decided: Decided::default() })
    }

    /// Calls Kratos or Hydra.
    pub async fn call(&self, call: Call) -> Result<Answer, Failure> {
        let away =
            if call.is_for_kratos() { Code::KratosUnreachable } else { Code::HydraUnreachable };
        self.upstream.call(call).await.map_err(|_| away.into())
    }

    /// Kratos' session cookie of a request, `name=value`.
    pub fn kratos_cookie(&self, headers: &HeaderMap) -> Option<String> {
        let name = &self.config.file.kratos_cookie;
        cookie(headers, name).map(|value| format!("{name}={value}"))
    }

    /// The session of a request.
    pub async fn session(&self, headers: &HeaderMap) -> Result<Session, Failure> {
        let cookie = self.kratos_cookie(headers).ok_or(Code::SignedOut)?;
        wire::session(self.call(Call::Whoami(cookie)).await?)
    }

    fn cookie_name(&self) -> &'static str {
        // A browser takes a __Host- cookie by https only.
        if self.config.secure { "__Host-propylon-consent" } else { "propylon-consent" }
    }

    /// Pages of other origins can neither ask nor post.
    pub fn guard(&self, headers: &HeaderMap, posts: bool) -> Result<(), Code> {
        let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        let site = text("sec-fetch-site")
            .is_none_or(|site| site == "same-origin" || (!posts && site == "none"));
        let origin = match text(ORIGIN.as_str()) {
            Some(origin) => self.config.origins.iter().any(|own| own == origin),
            None => !posts,
        };
        if site && origin { Ok(()) } else { Err(Code::ForeignOrigin) }
    }

    /// The token of a page about `subject`, a challenge for example, and the answer with what `form` draws
    /// for it.
    pub fn page(
        &self,
        headers: &HeaderMap,
        subject: &str,
        session: &str,
        form: impl FnOnce(&str) -> Value,
    ) -> Result<Response, Failure> {
        let name = self.cookie_name();
        let cookie = match cookie(headers, name).filter(|value| is_cookie(value)) {
            Some(kept) => kept.to_owned(),
            None => self.csrf.cookie().map_err(|_| Code::Csrf)?,
        };
        let form = form(&self.csrf.token(&cookie, subject, session));
        let secure = if self.config.secure { "; Secure" } else { "" };
        let cookie = format!("{name}={cookie}; Path=/; HttpOnly; SameSite=Lax{secure}");
        Ok(([(SET_COOKIE, cookie)], Json(form)).into_response())
    }

    /// Whether a post comes from the page about `subject`.
    pub fn check(
        &self,
        headers: &HeaderMap,
        posted: &Posted,
        subject: &str,
        session: &str,
    ) -> Result<(), Code> {
        let token = posted.first("csrf_token").unwrap_or_default();
        let cookie = cookie(headers, self.cookie_name()).unwrap_or_default();
        if self.csrf.holds(token, cookie, subject, session) { Ok(()) } else { Err(Code::Csrf) }
    }
}

/// The pairs of a query or a form.
pub struct Posted(Vec<(String, String)>);

impl Posted {
    /// Reads a query.
    pub fn query(query: Option<String>) -> Self {
        Self::parse(query.unwrap_or_default().as_bytes())
    }

    /// Reads the body of a form.
    pub fn form(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Self, Code> {
        let is_form = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
        body.ok().filter(|_| is_form).map(|body| Self::parse(&body)).ok_or(Code::BadRequest)
    }

    fn parse(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// The first value under `key`.
    pub fn first(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The names, without their `start`, of the boxes that are ticked.
    pub fn ticked(&self, start: &str) -> Vec<String> {
        let ticked = self.0.iter().filter(|(_, value)| value == "true");
        ticked.filter_map(|(name, _)| name.strip_prefix(start)).map(str::to_owned).collect()
    }

    /// The challenge under `key`.
    pub fn challenge(&self, key: &str) -> Result<String, Code> {
        match self.first(key) {
            Some(text) if text.len() > LONGEST_CHALLENGE => Err(Code::ChallengeUnknown),
            Some(text) if !text.is_empty() => Ok(text.to_owned()),
            _ => Err(Code::ChallengeMissing),
        }
    }

    /// The decision: allow, or deny.
    pub fn allows(&self) -> Result<bool, Code> {
        match self.first("decision") {
            Some("allow") => Ok(true),
            Some("deny") => Ok(false),
            _ => Err(Code::BadRequest),
        }
    }
}

/// The languages of a request, the preferred one first.
pub fn languages(headers: &HeaderMap) -> Vec<String> {
    let list = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let tags = list.unwrap_or_default().split(',').take(20);
    // Browsers send them in order.
    tags.filter_map(|tag| tag.split(';').next()).map(|tag| tag.trim().to_owned()).collect()
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs =
        lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// An answer that nothing keeps.
async fn not_kept(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn alive() -> StatusCode {
    StatusCode::OK
}

async fn ready<U: Upstream>(State(service): State<Arc<Service<U>>>) -> Result<StatusCode, Failure> {
    // A gateway may lead to no other path of Kratos than the page's; without a cookie it says 401.
    let kratos = (Call::KratosAlive, 401, Code::KratosUnreachable);
    let hydra = (Call::HydraAlive, 200, Code::HydraUnreachable);
    for (call, expected, away) in [kratos, hydra] {
        if service.call(call).await?.status != expected {
            return Err(away.into());
        }
    }
    Ok(StatusCode::OK)
}
