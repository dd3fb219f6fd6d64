//! What is shown: titles, notices, fields, buttons, their order and which one is primary.
//!
//! The view model is plain data in the person's words. Components draw it and decide nothing.

pub mod action;
pub mod busy;
pub mod button;
pub mod card;
pub mod check;
pub mod code;
pub mod field;
mod flow;
pub mod form;
pub mod look;
mod next;
pub mod notice;
mod notices;
pub mod part;
pub mod row;
pub mod screen;
mod serialize;
pub mod sessions;
pub mod settings;
pub mod site;
mod stopped;
