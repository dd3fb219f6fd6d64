//! The custom elements of the package: screens rendered with Leptos into an element of a host page.

mod host_page;
mod mount;
mod session;

pub use mount::{Mounted, mount};
pub use session::{FollowedSession, follow_session};
