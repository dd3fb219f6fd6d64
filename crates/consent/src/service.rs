//! The handlers. Hydra acts for a person only after Kratos named that person in the same request.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use ring::error::Unspecified;
use serde_json::{Value, json};

use crate::config::Config;
use crate::csrf::{Csrf, is_cookie};
use crate::decided::Decided;
use crate::decision::{self, Decision};
use crate::failure::{Code, Failure};
use crate::upstream::{Answer, Call, Upstream};
use crate::wire::{self, Request, Session};

/// No decision is longer.
const LONGEST_BODY: usize = 64 << 10;
/// Hydra's challenges have some 2 kB.
const LONGEST_CHALLENGE: usize = 16 << 10;

/// What the handlers share.
pub struct Service<U> {
    config: Config,
    upstream: U,
    csrf: Csrf,
    decided: Decided,
}

/// A challenge whose subject has the session of this request. Only [`Service::checked`] makes one.
struct Checked {
    challenge: String,
    asked: Request,
    session: Session,
}

/// The paths of the service.
pub fn router<U: Upstream>(service: Arc<Service<U>>) -> Router {
    Router::new()
        .route("/.propylon/oauth2/consent", get(ask::<U>).post(decide::<U>))
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

    async fn call(&self, call: Call) -> Result<Answer, Failure> {
        let away =
            if call.is_for_kratos() { Code::KratosUnreachable } else { Code::HydraUnreachable };
        self.upstream.call(call).await.map_err(|_| away.into())
    }

    async fn session(&self, headers: &HeaderMap) -> Result<Session, Failure> {
        let name = &self.config.file.kratos_cookie;
        let value = cookie(headers, name).ok_or(Code::SignedOut)?;
        wire::session(self.call(Call::Whoami(format!("{name}={value}"))).await?)
    }

    /// The session is that of the challenge's subject, or this fails.
    async fn checked(&self, challenge: String, session: Session) -> Result<Checked, Failure> {
        let asked = wire::request(self.call(Call::Request(challenge.clone())).await?)?;
        if asked.subject != session.identity.id {
            return Err(Failure { client: Some(asked.shown_client()), ..Code::OtherPerson.into() });
        }
        Ok(Checked { challenge, asked, session })
    }

    async fn accept(&self, checked: &Checked, grant: Value) -> Result<String, Failure> {
        wire::way_on(self.call(Call::Accept(checked.challenge.clone(), grant)).await?)
    }

    async fn reject(&self, checked: &Checked) -> Result<String, Failure> {
        wire::way_on(self.call(Call::Reject(checked.challenge.clone(), decision::refusal())).await?)
    }

    async fn granted(&self, checked: &Checked) -> Result<Vec<String>, Failure> {
        let grants = self.call(Call::Grants(checked.session.identity.id.clone())).await?;
        wire::granted(grants, checked.asked.client_id())
    }

    fn cookie_name(&self) -> &'static str {
        // A browser takes a __Host- cookie by https only.
        if self.config.secure { "__Host-propylon-consent" } else { "propylon-consent" }
    }

    /// Pages of other origins can neither ask nor post.
    fn guard(&self, headers: &HeaderMap, posts: bool) -> Result<(), Code> {
        let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        let site = text("sec-fetch-site")
            .is_none_or(|site| site == "same-origin" || (!posts && site == "none"));
        let origin = match text(ORIGIN.as_str()) {
            Some(origin) => self.config.origins.iter().any(|own| own == origin),
            None => !posts,
        };
        if site && origin { Ok(()) } else { Err(Code::ForeignOrigin) }
    }
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs =
        lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn challenge(value: Option<String>) -> Result<String, Code> {
    match value {
        Some(text) if text.len() > LONGEST_CHALLENGE => Err(Code::ChallengeUnknown),
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(Code::ChallengeMissing),
    }
}

fn first(form: &[(String, String)], key: &str) -> Option<String> {
    form.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone())
}

fn all(form: &[(String, String)], key: &str) -> Vec<String> {
    form.iter().filter(|(name, _)| name == key).map(|(_, value)| value.clone()).collect()
}

fn parsed(bytes: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(bytes).into_owned().collect()
}

fn not_kept(answer: impl IntoResponse) -> Response {
    ([(CACHE_CONTROL, "no-store")], answer).into_response()
}

async fn ask<U: Upstream>(
    State(service): State<Arc<Service<U>>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    not_kept(question(&service, &headers, query.unwrap_or_default().as_bytes()).await)
}

async fn question<U: Upstream>(
    service: &Service<U>,
    headers: &HeaderMap,
    query: &[u8],
) -> Result<Response, Failure> {
    service.guard(headers, false)?;
    let challenge = challenge(first(&parsed(query), "consent_challenge"))?;
    let session = service.session(headers).await?;
    let checked = service.checked(challenge, session).await?;
    if service.decided.has(&checked.challenge) {
        return Err(Failure {
            client: Some(checked.asked.shown_client()),
            ..Code::ChallengeUsed.into()
        });
    }
    let file = &service.config.file;
    if checked.asked.needs_nobody() {
        let grant = decision::without_question(file, &checked.asked, &checked.session.identity);
        let redirect_to = service.accept(&checked, grant).await?;
        return Ok(Json(json!({ "redirect_to": redirect_to })).into_response());
    }
    let granted = service.granted(&checked).await?;
    let name = service.cookie_name();
    let cookie = match cookie(headers, name).filter(|value| is_cookie(value)) {
        Some(kept) => kept.to_owned(),
        None => service.csrf.cookie().map_err(|_| Code::Csrf)?,
    };
    let token = service.csrf.token(&cookie, &checked.challenge, &checked.session.id);
    let mut question =
        decision::question(file, &checked.asked, &checked.session.identity, &granted);
    question.insert("csrf_token".to_owned(), Value::String(token));
    let secure = if service.config.secure { "; Secure" } else { "" };
    let cookie = format!("{name}={cookie}; Path=/; HttpOnly; SameSite=Lax{secure}");
    Ok(([(SET_COOKIE, cookie)], Json(Value::Object(question))).into_response())
}

async fn decide<U: Upstream>(
    State(service): State<Arc<Service<U>>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    not_kept(decided(&service, &headers, body).await)
}

async fn decided<U: Upstream>(
    service: &Service<U>,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failure> {
    service.guard(headers, true)?;
    let is_form = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
    let form = parsed(&body.ok().filter(|_| is_form).ok_or(Code::BadRequest)?);
    let challenge = challenge(first(&form, "consent_challenge"))?;
    let decision = posted(&form)?;
    let session = service.session(headers).await?;
    let token = first(&form, "csrf_token").unwrap_or_default();
    let cookie = cookie(headers, service.cookie_name()).unwrap_or_default();
    if !service.csrf.holds(&token, cookie, &challenge, &session.id) {
        return Err(Code::Csrf.into());
    }
    let checked = service.checked(challenge, session).await?;
    let with_client =
        |failure: Failure| Failure { client: Some(checked.asked.shown_client()), ..failure };
    let grant = decision::consent(
        &service.config.file,
        &checked.asked,
        &checked.session.identity,
        &decision,
    )
    .map_err(|code| with_client(code.into()))?;
    let taken = service
        .decided
        .take(&checked.challenge)
        .ok_or_else(|| with_client(Code::ChallengeUsed.into()))?;
    let done = if decision.allow {
        service.accept(&checked, grant).await
    } else {
        service.reject(&checked).await
    };
    let redirect_to = done.map_err(with_client)?;
    taken.used();
    Ok(Json(json!({ "redirect_to": redirect_to })).into_response())
}

fn posted(form: &[(String, String)]) -> Result<Decision, Code> {
    let allow = match first(form, "decision").as_deref() {
        Some("allow") => true,
        Some("deny") => false,
        _ => return Err(Code::BadRequest),
    };
    let remember = match first(form, "remember").as_deref() {
        None | Some("") => 0,
        Some(seconds) => seconds.parse().map_err(|_| Code::BadRequest)?,
    };
    Ok(Decision { allow, scopes: all(form, "scope"), audience: all(form, "audience"), remember })
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
