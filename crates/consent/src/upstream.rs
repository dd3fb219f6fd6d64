//! The port to Kratos and Hydra: every call that the service can make.

use std::future::Future;

use serde_json::Value;

/// A call. A cookie is Kratos' session cookie, `name=value`.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// Kratos: whose session is it?
    Whoami(String),
    /// Kratos: how does this session end?
    KratosLogout(String),
    /// Kratos: this session ends, by its logout token.
    EndSession(String, String),
    /// Kratos: are you there?
    KratosAlive,
    /// Hydra: are you there?
    HydraAlive,
    /// Hydra: what does this challenge ask?
    Request(String),
    /// Hydra: what did this subject grant before?
    Grants(String),
    /// Hydra: the subject of this challenge grants this.
    Accept(String, Value),
    /// Hydra: the subject of this challenge refuses.
    Reject(String, Value),
    /// Hydra: this subject takes back what this client was granted.
    Revoke(String, String),
    /// Hydra: who is to be signed out?
    Logout(String),
    /// Hydra: that sign-out goes on.
    AcceptLogout(String),
    /// Hydra: that sign-out does not.
    RejectLogout(String),
}

impl Call {
    /// Whether it goes to Kratos.
    pub fn is_for_kratos(&self) -> bool {
        matches!(
            self,
            Self::Whoami(_) | Self::KratosLogout(_) | Self::EndSession(..) | Self::KratosAlive
        )
    }
}

/// An answer; the body is null if it is no JSON.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Value,
    /// The `Set-Cookie` lines.
    pub cookies: Vec<String>,
}

/// No answer in time, or one that is too long.
#[derive(Debug)]
pub struct Away;

/// Kratos and Hydra.
pub trait Upstream: Send + Sync + 'static {
    /// Makes a call.
    fn call(&self, call: Call) -> impl Future<Output = Result<Answer, Away>> + Send;
}
