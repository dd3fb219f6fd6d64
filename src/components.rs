//! What a person sees, drawn with Leptos from the view model. Components decide nothing.

mod actions;
mod acts;
mod button;
mod cards;
mod element;
mod embed;
mod facts;
mod field;
mod focus;
mod form;
mod gate;
mod header;
mod host;
mod item;
mod links;
mod notice;
#[cfg(any(feature = "site", feature = "element"))]
mod pages;
mod press;
mod resend;
mod rows;
mod screen;
mod screening;
mod secrets;
#[cfg(any(feature = "site", feature = "element"))]
mod sessions;
mod shown;
mod signal;
mod skeleton;

pub use acts::Acts;
#[cfg(any(feature = "site", feature = "element"))]
pub(crate) use element::Element;
#[cfg(feature = "site")]
pub(crate) use element::{el, keep, part};
pub use embed::{Embed, Happened};
#[cfg(any(feature = "site", feature = "element"))]
pub(crate) use gate::gate;
pub use gate::{Around, Gate};
#[cfg(any(feature = "site", feature = "element"))]
pub(crate) use pages::{Frame, front, stored_error};
pub use screen::draw;
#[cfg(feature = "site")]
pub(crate) use screen::drawn;
pub use screening::Screening;
#[cfg(any(feature = "site", feature = "element"))]
pub(crate) use sessions::sessions;
pub use shown::Shown;
#[cfg(feature = "site")]
pub(crate) use signal::Signal;
