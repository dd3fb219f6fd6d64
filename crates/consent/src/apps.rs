//! The apps with access to an account, and taking it back.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::failure::{Code, Failure};
use crate::form::{self, Frame};
use crate::service::{Posted, Service};
use crate::upstream::{Call, Upstream};
use crate::wire::{self, Session};

/// Its path.
pub const PATH: &str = "/.propylon/oauth2/apps";
/// What its CSRF tokens are for, in place of a challenge.
const SUBJECT: &str = "apps";

/// Lists them.
pub async fn list<U: Upstream>(
    State(service): State<Arc<Service<U>>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (service, headers) = (&*service, &headers);
    service.guard(headers, false)?;
    let session = service.session(headers).await?;
    page(service, headers, &session, false).await
}

async fn page<U: Upstream>(
    service: &Service<U>,
    headers: &HeaderMap,
    session: &Session,
    is_revoked: bool,
) -> Result<Response, Failure> {
    let apps = wire::apps(service.call(Call::Grants(session.identity.id.clone())).await?)?;
    service.page(headers, SUBJECT, &session.id, |csrf_token| {
        let identity = Some(&session.identity);
        let frame = Frame { action: PATH, challenge: None, csrf_token, identity };
        form::apps(&frame, &apps, is_revoked)
    })
}

/// Takes the access of one back.
pub async fn revoke<U: Upstream>(
    State(service): State<Arc<Service<U>>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failure> {
    let (service, headers) = (&*service, &headers);
    service.guard(headers, true)?;
    let posted = Posted::form(headers, body)?;
    let client = posted.first("revoke_app").filter(|id| !id.is_empty());
    let client = client.ok_or(Code::BadRequest)?.to_owned();
    let session = service.session(headers).await?;
    service.check(headers, &posted, SUBJECT, &session.id)?;
    let revoke = Call::Revoke(session.identity.id.clone(), client);
    wire::done(&service.call(revoke).await?)?;
    page(service, headers, &session, true).await
}
