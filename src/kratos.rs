//! Kratos' API types, in Kratos' own terms.
//!
//! Every answer is parsed here, exactly once. Enums are open: unknown values are kept, because a
//! newer Kratos or a web hook may send them.

pub mod continue_with;
pub mod error;
pub mod flow;
mod lists;
pub mod message;
pub mod node;
pub mod provider_test;
pub mod request;
pub mod response;
pub mod session;
pub mod text;
