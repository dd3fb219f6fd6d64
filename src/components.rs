//! What a person sees, drawn with Leptos from the view model. Components decide nothing.

// Each surface draws a part of it. What is of no use to any is found where all of them are built.
#![cfg_attr(not(all(feature = "site", feature = "element")), allow(dead_code, unused_imports))]

mod actions;
mod acts;
mod app;
mod button;
mod cards;
mod code;
mod element;
mod embed;
mod facts;
mod field;
mod field_message;
mod focus;
mod form;
mod gate;
mod header;
mod host;
mod item;
mod links;
mod notice;
mod pages;
mod press;
mod resend;
mod rows;
mod screen;
mod screening;
mod secrets;
mod sessions;
mod shown;
mod signal;
mod skeleton;

pub use acts::Acts;
pub use app::{
    Button, ButtonPart, Draw, Field, FieldPart, Gate, Message, Navigate, Notice, NoticePart,
    Propylon, SectionPart,
};
pub(crate) use element::Element;
pub(crate) use element::{el, keep, part};
pub(crate) use embed::{Embed, EmbedEvent};
pub(crate) use gate::{Around, gate};
pub(crate) use pages::{Frame, front, stored_error};
pub use screen::draw;
pub(crate) use screen::drawn;
pub(crate) use screening::Screening;
pub(crate) use sessions::sessions;
pub use shown::Shown;
pub(crate) use signal::Signal;
