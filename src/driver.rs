//! Runs state machines on a page: performs their effects and dispatches the results as events.
//!
//! It has no knowledge of Kratos.

mod flow;
mod observer;
mod session;

pub use flow::{Begun, Driver, Host, Remember};
pub use observer::{News, Observer};
pub use session::{SessionWatcher, sign_out, signed_out, stayed_signed_out, whoami};
