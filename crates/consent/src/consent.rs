//! What an app may do for a person: the question, and the decision.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;

use crate::decision::{self, Decision};
use crate::failure::{Code, Failure, way_on};
use crate::form::{self, Frame, GRANT};
use crate::service::{Posted, Service, languages};
use crate::upstream::{Call, Upstream};
use crate::wire::{self, Request, Session};

/// Its path.
pub const PATH: &str = "/.propylon/oauth2/consent";
const CHALLENGE: &str = "consent_challenge";

/// A challenge whose subject has the session of this request. Only [`checked`] makes one.
struct Checked {
    challenge: String,
    asked: Request,
    session: Session,
}

impl Checked {
    /// A failure with a way back to the app.
    fn failed(&self, failure: impl Into<Failure>) -> Failure {
        back_to(&self.asked, failure.into())
    }
}

fn back_to(asked: &Request, mut failure: Failure) -> Failure {
    let home = || asked.client.link("client_uri").map(str::to_owned);
    failure.redirect_to = failure.redirect_to.or_else(home);
    failure
}

/// The session is that of the challenge's subject, or this fails.
async fn checked<U: Upstream>(
    service: &Service<U>,
    challenge: String,
    session: Session,
) -> Result<Checked, Failure> {
    let asked = wire::request(service.call(Call::Request(challenge.clone())).await?)?;
    if asked.subject != session.identity.id {
        let other = Failure { redirect_to: asked.anew(), ..Code::OtherPerson.into() };
        return Err(back_to(&asked, other));
    }
    Ok(Checked { challenge, asked, session })
}

async fn accept<U: Upstream>(
    service: &Service<U>,
    checked: &Checked,
    grant: Value,
) -> Result<String, Failure> {
    wire::way_on(service.call(Call::Accept(checked.challenge.clone(), grant)).await?)
}

/// Asks.
pub async fn ask<U: Upstream>(
    State(service): State<Arc<Service<U>>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let (service, headers) = (&*service, &headers);
    service.guard(headers, false)?;
    let challenge = Posted::query(query).challenge(CHALLENGE)?;
    let session = service.session(headers).await?;
    let checked = checked(service, challenge, session).await?;
    let Checked { challenge, asked, session } = &checked;
    if service.decided.has(challenge) {
        return Err(checked.failed(Code::ChallengeUsed));
    }
    let file = &service.config.file;
    if asked.needs_nobody() {
        let grant = decision::without_question(file, asked, &session.identity);
        return Ok(way_on(&accept(service, &checked, grant).await?));
    }
    let grants = service.call(Call::Grants(session.identity.id.clone())).await?;
    let granted = wire::granted(grants, asked.client.id())?;
    service.page(headers, challenge, &session.id, |csrf_token| {
        let frame = Frame {
            action: PATH,
            challenge: Some((CHALLENGE, challenge)),
            csrf_token,
            identity: Some(&session.identity),
        };
        let logo = asked.client.logo(&service.config.origins);
        form::consent(&frame, file, asked, &session.identity, &granted, &languages(headers), logo)
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
    let decision = Decision {
        allow: posted.allows()?,
        scopes: posted.ticked(GRANT),
        remember: posted.first("remember") == Some("true"),
    };
    let session = service.session(headers).await?;
    service.check(headers, &posted, &challenge, &session.id)?;
    let checked = checked(service, challenge, session).await?;
    let file = &service.config.file;
    let grant = decision::consent(file, &checked.asked, &checked.session.identity, &decision)
        .map_err(|code| checked.failed(code))?;
    let taken = service
        .decided
        .take(&checked.challenge)
        .ok_or_else(|| checked.failed(Code::ChallengeUsed))?;
    let url = if decision.allow {
        accept(service, &checked, grant).await
    } else {
        let refusal = Call::Reject(checked.challenge.clone(), decision::refusal());
        service.call(refusal).await.and_then(wire::way_on)
    };
    let url = url.map_err(|failure| checked.failed(failure))?;
    taken.used();
    Ok(way_on(&url))
}
