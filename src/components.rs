//! Renders the view model with Leptos. Components make no decisions.

// Each build uses only some of these items. The build with all features reports unused ones.
#![cfg_attr(not(all(feature = "site", feature = "element")), allow(dead_code, unused_imports))]

mod account_header;
mod actions;
mod app;
mod button;
mod captcha;
mod cards;
mod code;
mod confirm;
mod countdown;
mod display;
mod element;
mod embed;
mod facts;
mod field;
mod field_message;
mod focus;
mod form;
mod gate;
mod handlers;
mod header;
mod item;
mod leptos_view;
mod links;
mod notice;
mod pages;
mod press;
mod resend;
mod rows;
mod screen;
mod screen_options;
mod secrets;
mod sessions;
mod signal;
mod skeleton;
mod turn;
mod user_menu;

pub use crate::browser::{language::catalog, time::said as said_time};
pub use app::{
    Button, ButtonPart, Draw, Field, FieldPart, Gate, Message, Navigate, Notice, NoticePart,
    Propylon, SectionPart,
};
pub use display::Display;
pub(crate) use element::Element;
pub(crate) use element::{el, keep, part};
pub(crate) use embed::{Embed, EmbedEvent};
pub(crate) use gate::{GateCallbacks, gate};
pub use handlers::Handlers;
pub(crate) use leptos_view::leptos_view;
pub(crate) use pages::{ScreenContext, front, stored_error};
pub(crate) use screen::screen_element;
pub use screen::screen_view;
pub(crate) use screen_options::ScreenOptions;
pub(crate) use sessions::sessions;
pub(crate) use signal::Signal;
pub(crate) use turn::animate_turns;
pub(crate) use user_menu::user;
pub use user_menu::user_menu_view;
