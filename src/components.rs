//! What a person sees, drawn with Leptos from the view model. Components decide nothing.

mod actions;
#[cfg(feature = "account")]
mod cards;
mod element;
mod facts;
mod field;
mod focus;
mod followed;
mod form;
mod gate;
mod header;
mod host;
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

#[cfg(feature = "site")]
pub(crate) use element::{Element, el, keep, part};
#[cfg(feature = "site")]
pub(crate) use followed::Followed;
#[cfg(feature = "site")]
pub(crate) use gate::gate;
pub use gate::{Around, Gate};
pub use look::Screening;
#[cfg(feature = "site")]
pub(crate) use screen::drawn;
pub use screen::{Acts, Shown, draw};
