//! A sign-in front end for Ory Kratos: loads its self-service flows, renders their nodes, runs the
//! WebAuthn ceremonies, and returns people to the page they came from.
//!
//! ```text
//!              pure, tested without a browser                              the edge
//!  ┌──────────────────────────────────────────────────────────┐   ┌──────────────────────┐
//!  Kratos JSON ─► kratos (wire) ─► flow (machine) ─► view (model) ─► components ─► DOM
//!                                    ▲      │                              │
//!                                    │      └─ effects ─► driver ─► browser: fetch, credentials, location
//!                                    └──────── events ◄──────┴─────────────┘ user events
//! ```
//!
//! | module | content | requires |
//! | --- | --- | --- |
//! | [`json`] | JSON parser, writer, access to members | – |
//! | [`url`] | checks for URLs from outside | – |
//! | [`kratos`] | Kratos' API: flows, nodes, messages, sessions, errors, requests | – |
//! | [`webauthn`] | ceremonies: options, credentials, errors | – |
//! | [`session`] | the session state, signing out | – |
//! | [`i18n`] | translations | – |
//! | [`diagnose`] | configuration problems and their remedies | – |
//! | [`flow`] | the state machine: state, event, effect | – |
//! | [`view`] | the view model: screens, forms, notices, actions | – |
//! | [`replay`] | plays recorded flows, for bug reports | – |
//! | `browser` | all calls of browser APIs | `client` |
//! | `driver` | performs effects, dispatches events | `client` |
//! | `components` | Leptos components | `components` |
//! | `element` | the package's custom elements | `element` |
//! | `to_js` | the view model as JavaScript values | `js` or `element` |
//! | `js` | the exports of the npm package | `js` |
//! | [`site`] | the standalone site | `site` for its pages |
//!
//! # In Leptos
//!
//! With the feature `components`, an app in Leptos 0.8 creates a `components::Propylon`, reads its
//! signals of session and screen, and uses `components::Gate` in its views. A gate renders a whole
//! flow. The app may render fields, buttons, notices and sections itself, from the view model;
//! `examples/leptos` in the repository is such an app.
//!
//! It runs in the browser, with `leptos/csr`. For a content security policy with
//! `require-trusted-types-for 'script'`, the app's own `view!` must follow one rule: an element
//! that has attributes or children, inside another element, needs something dynamic, such as
//! `<h1>{title}</h1>` or `<h1>{"Title"}</h1>`. From a static one, `view!` makes an HTML text.

// A test may panic.
#![cfg_attr(test, allow(clippy::panic))]

#[cfg(all(any(feature = "site", feature = "js", feature = "element"), target_arch = "wasm32"))]
mod allocator;
mod decimal;
pub mod json;
pub mod kratos;
mod text_search;
pub mod url;

pub mod i18n;
pub mod session;
pub mod webauthn;

pub mod diagnose;
pub mod flow;
pub mod view;

pub mod replay;

#[cfg(feature = "client")]
mod browser;
#[cfg(feature = "client")]
pub mod driver;

#[cfg(feature = "components")]
pub mod components;

#[cfg(feature = "element")]
pub mod element;
#[cfg(feature = "js")]
pub mod js;
#[cfg(any(feature = "js", feature = "element"))]
pub mod to_js;

pub mod site;
