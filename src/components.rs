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

pub use brand::Brand;
#[cfg(all(feature = "site", not(feature = "account")))]
pub(crate) use element::el;
#[cfg(feature = "site")]
pub(crate) use element::{Element, keep};
#[cfg(feature = "site")]
pub(crate) use gate::gate;
pub use gate::{Around, Gate};
pub use look::Screening;
#[cfg(feature = "site")]
pub(crate) use screen::drawn;
pub use screen::{Acts, Shown, draw};
