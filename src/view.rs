//! The view model: titles, notices, fields and buttons, their order, and which button is primary.
//!
//! Plain data, worded for the person. Components render it and make no decisions.

mod account;
pub mod account_header;
pub mod action;
pub mod busy;
pub mod button;
pub mod card;
pub mod check;
pub mod code;
mod doctor;
pub mod field;
mod flow;
pub mod form;
pub mod look;
mod mailbox;
mod message_action;
pub mod notice;
mod notices;
pub mod oauth2;
pub mod part;
pub mod profile;
mod provider_test;
mod reason;
pub mod row;
pub mod screen;
mod serialize;
pub mod sessions;
pub mod settings;
pub mod site;
mod stopped;
pub mod user_menu;
