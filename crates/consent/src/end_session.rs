//! Signing out at the wish of an app ([OpenID Connect RP-Initiated Logout
//! 1.0](https://openid.net/specs/openid-connect-rpinitiated-1_0.html)): Kratos' session ends, and Hydra
//! tells the other apps.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

use crate::failure::{Code, Failure, way_on};
use crate::form::{self, Frame};
use crate::service::{Posted, Service};
use crate::upstream::{Call, Upstream};
use crate::wire::{self, Logout, Session};

/// Its path.
pub const PATH: &str = "/.propylon/oauth2/end-session";
const CHALLENGE: &str = "logout_challenge";

/// A challenge of nobody else than the session of this request, if it has one. Only [`checked`] makes one.
struct Checked {
    challenge: String,
    asked: Logout,
    session: Option<Session>,
}

async fn checked<U: Upstream>(
    service: &Service<U>,
    headers: &HeaderMap,
    challenge: String,
) -> Result<Checked, Failure> {
    let session = match service.session(headers).await {
        Ok(session) => Some(session),
        Err(Failure { code: Code::SignedOut, .. }) => None,
        Err(failure) => return Err(failure),
    };
    let asked = wire::logout(service.call(Call::Logout(challenge.clone())).await?)?;
    if session.as_ref().is_some_and(|session| session.identity.id != asked.subject) {
        return Err(Code::OtherPerson.into());
    }
    Ok(Checked { challenge, asked, session })
}

/// Asks, if an app wants it and there is a session.
pub async fn ask<U: Upstream>(
    State(service): State<Arc<Service<U>>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let (service, headers) = (&*service, &headers);
    service.guard(headers, false)?;
    let challenge = Posted::query(query).challenge(CHALLENGE)?;
    let checked = checked(service, headers, challenge).await?;
    let Some(session) = checked.session.as_ref().filter(|_| !checked.asked.needs_nobody()) else {
        return end(service, headers, &checked).await;
    };
    service.page(headers, &checked.challenge, &session.id, |csrf_token| {
        let frame = Frame {
            action: PATH,
            challenge: Some((CHALLENGE, &checked.challenge)),
            csrf_token,
            identity: Some(&session.identity),
        };
        form::end_session(&frame, checked.asked.asker())
    })
}

/// Takes the decision.
pub async fn decide<U: Upstream>(
    State(service): State<Arc<Service<U>>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failure> {
    let (service, headers) = (&*service, &headers);
    service.guard(headers, true)?;
    let posted = Posted::form(headers, body)?;
    let challenge = posted.challenge(CHALLENGE)?;
    let allows = posted.allows()?;
    let checked = checked(service, headers, challenge).await?;
    if let Some(session) = &checked.session {
        service.check(headers, &posted, &checked.challenge, &session.id)?;
    }
    if allows {
        return end(service, headers, &checked).await;
    }
    wire::done(&service.call(Call::RejectLogout(checked.challenge)).await?)?;
    Ok(way_on("/"))
}

/// Kratos' session ends first: whoever comes again after a failure finds no session, and goes on.
async fn end<U: Upstream>(
    service: &Service<U>,
    headers: &HeaderMap,
    checked: &Checked,
) -> Result<Response, Failure> {
    let mut cookies = Vec::new();
    if let (Some(_), Some(cookie)) = (&checked.session, service.kratos_cookie(headers)) {
        let answer = service.call(Call::KratosLogout(cookie.clone())).await?;
        let token = wire::logout_token(&answer)?;
        let answer = service.call(Call::EndSession(cookie, token)).await?;
        if !(200..400).contains(&answer.status) {
            return Err(Code::KratosUnreachable.into());
        }
        cookies = answer.cookies;
    }
    let accepted = service.call(Call::AcceptLogout(checked.challenge.clone())).await?;
    let mut response = way_on(&wire::way_on(accepted)?);
    for cookie in cookies {
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    Ok(response)
}
