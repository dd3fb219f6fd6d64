//! Runs state machines on a page: performs their effects and dispatches the results as events.
//!
//! It has no knowledge of Kratos.

mod flow;
mod observer;
mod session;
mod shared_session;

pub use flow::{Driver, EarlyRequest, Host, Leave, Remember};
pub use observer::{Observer, ObserverEvent};
pub use session::{SessionWatcher, sign_out, signed_out, stayed_signed_out, whoami};
pub use shared_session::SharedSession;
