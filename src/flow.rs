//! What happens next: the machine behind a form.
//!
//! [`update`](update::update) takes the state and one event and says what the state is now and what to
//! do about it. It performs nothing itself, so any run can be replayed in a plain test.

mod after_success;
pub mod ceremony;
mod departure;
pub mod draft;
pub mod effect;
pub mod event;
mod expiry;
mod guard;
pub mod headless;
pub mod native;
pub mod offer;
mod on_answer;
pub mod opening;
pub mod outcome;
pub mod payload;
pub mod person;
mod renewal;
mod repair;
mod show;
pub mod state;
mod steps;
mod suspension;
pub mod time;
pub mod traits;
pub mod update;
mod whose;
