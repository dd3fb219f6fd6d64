//! The state machine behind a form.
//!
//! [`update`](update::update) takes the state and one event, changes the state and returns the
//! effects to perform. It performs nothing itself, so a plain test can replay any run.

mod after_success;
pub mod ceremony;
mod departure;
pub mod draft;
pub mod effect;
pub mod event;
mod expiry;
mod guard;
pub mod headless;
mod kept;
mod last_method;
pub mod native;
pub mod offer;
mod on_answer;
pub mod opening;
pub mod outcome;
pub mod payload;
pub mod person;
mod renewal;
mod repair;
mod session_change;
mod show;
pub mod state;
mod steps;
mod suspension;
pub mod time;
pub mod traits;
mod transient;
pub mod update;
pub mod value;
