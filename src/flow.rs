//! What happens next: the machine behind a form.
//!
//! [`update`](update::update) takes the state and one event and says what the state is now and what to
//! do about it. It performs nothing itself, so any run can be replayed in a plain test.

pub mod ceremony;
pub mod draft;
pub mod effect;
pub mod event;
pub mod opening;
pub mod outcome;
pub mod payload;
pub mod state;
pub mod update;
