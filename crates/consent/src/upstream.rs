//! The port to Kratos and Hydra: every call that the service can make.

use std::future::Future;

use serde_json::Value;

/// A call.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// Kratos: whose session is it? With its cookie only, `name=value`.
    Whoami(String),
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
}

impl Call {
    /// Whether it goes to Kratos.
    pub fn is_for_kratos(&self) -> bool {
        matches!(self, Self::Whoami(_) | Self::KratosAlive)
    }
}

/// An answer; the body is null if it is no JSON.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Value,
}

/// No answer in time, or one that is too long.
#[derive(Debug)]
pub struct Away;

/// Kratos and Hydra.
pub trait Upstream: Send + Sync + 'static {
    /// Makes a call.
    fn call(&self, call: Call) -> impl Future<Output = Result<Answer, Away>> + Send;
}
