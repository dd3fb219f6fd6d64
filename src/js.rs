//! The exports of the npm package: classes and functions wrapped by its scripts.
//!
//! JavaScript gets the view model and outcomes. Flows and sessions of Kratos are passed on
//! unchanged.

mod account;
mod flow;
mod native;
mod promise;
mod sessions;
mod watch;

pub use account::{sign_out, whoami};
pub use flow::RawFlow;
pub use native::{native_create, native_fetch, native_get, native_submit};
pub use sessions::{list_sessions, revoke_session};
pub use watch::RawWatch;
