//! What happens next: the machine behind a form.
//!
//! [`update`](update::update) takes the state and one event and says what the state is now and what to
//! do about it. It performs nothing itself, so any run can be replayed in a plain test.

mod answered;
pub mod ceremony;
mod departure;
mod done;
pub mod draft;
pub mod effect;
pub mod event;
pub mod given;
mod guard;
pub mod native;
pub mod offer;
pub mod opening;
pub mod outcome;
pub mod payload;
pub mod person;
mod renewal;
mod repair;
pub mod state;
pub mod time;
pub mod traits;
pub mod update;
mod whose;
