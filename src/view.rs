//! What is shown: titles, notices, fields, buttons, their order and which one is primary.
//!
//! The view model is plain data in the person's words. Components draw it and decide nothing.

pub mod action;
pub mod busy;
pub mod code;
pub mod field;
pub mod form;
pub mod notice;
pub mod screen;
pub mod site;
