//! What Kratos says, in Kratos' own words.
//!
//! Every answer is read from JSON exactly once, here. Enumerations are open: a value this crate does
//! not know is kept, never refused, because a newer Kratos or a web hook may send it.

pub mod continue_with;
pub mod error;
pub mod flow;
mod lists;
pub mod message;
pub mod node;
pub mod request;
pub mod response;
pub mod session;
pub mod text;
