//! What the package's custom elements mount: screens drawn by Leptos into an element of somebody's page.

mod around;
mod mount;

pub use mount::{Mounted, mount};
