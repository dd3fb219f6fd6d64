//! What the npm package hands to JavaScript: classes and functions that its thin scripts wrap.
//!
//! Values for JavaScript are the view model and outcomes; raw flows and sessions of Kratos pass through
//! as they came. Nothing here decides: it names what the pure part decided.

mod account;
mod failure;
mod flow;
mod model;
mod native;
mod snapshot;
mod value;
mod watch;

pub use account::{list_sessions, revoke_session, sign_out, whoami};
pub use flow::RawFlow;
pub use native::{native_create, native_fetch, native_get, native_submit};
pub use watch::RawWatch;

#[cfg(feature = "element")]
pub(crate) use {
    failure::{failure, failure_of},
    snapshot::Snapshot,
    value::to_js,
    watch::state_to_js,
};
