//! What the npm package hands to JavaScript: classes and functions that its thin scripts wrap.
//!
//! Values for JavaScript are the view model and outcomes; raw flows and sessions of Kratos pass through
//! as they came.

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
