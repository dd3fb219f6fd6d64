//! What a person sees, drawn with Leptos from the view model. Components decide nothing.

mod actions;
mod brand;
#[cfg(feature = "account")]
mod cards;
mod element;
mod facts;
mod field;
mod focus;
mod form;
mod gate;
mod header;
#[cfg(feature = "account")]
mod item;
mod links;
mod look;
mod notice;
mod press;
mod resend;
#[cfg(feature = "account")]
mod rows;
mod screen;
#[cfg(feature = "account")]
mod secrets;
mod skeleton;

pub use brand::Brand;
pub use gate::{Around, Gate};
pub use look::Screening;
pub use screen::{Acts, Shown, draw};
