//! What a person sees, drawn with Leptos from the view model. Components decide nothing.

mod actions;
mod brand;
mod element;
mod facts;
mod field;
mod focus;
mod form;
mod gate;
mod header;
mod links;
mod notice;
mod press;
mod resend;
mod screen;
mod skeleton;

pub use brand::Brand;
pub use gate::Gate;
pub use screen::{Acts, Shown, draw};
