//! The custom elements of the package: screens rendered with Leptos into an element of a host page.

mod around;
mod mount;

pub use mount::{Mounted, mount};
