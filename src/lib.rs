//! The sign-in experience for Ory Kratos: fetches its self-service flows, draws their nodes, runs the
//! passkey ceremonies itself, and gets people in, out and back to where they were going.
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
//! | module | what it holds | needs |
//! | --- | --- | --- |
//! | [`json`] | JSON as it is, and one object being taken apart | – |
//! | [`url`] | URLs from outside, judged by scheme and place | – |
//! | [`kratos`] | what Kratos says: flows, nodes, messages, sessions, errors, requests | – |
//! | [`flow`] | what happens next: state, event, effect | – |
//! | [`session`] | who is signed in | – |
//! | [`view`] | what is shown: screens, forms, notices, actions | – |
//! | [`webauthn`] | passkeys: options, answers, errors | – |
//! | [`i18n`] | words | – |
//! | [`diagnose`] | what is wrong with a set-up, and the cure | – |
//! | `browser` | every call of the browser | `client` |
//! | `driver` | performs effects, feeds events back | `client` |
//! | `components` | what is drawn, with Leptos | `components` |
//! | `element` | what the package's custom elements mount | `element` |
//! | `to_js` | the view model as JavaScript has it | `js` or `element` |
//! | `js` | what the npm package hands to JavaScript | `js` |
//! | [`site`] | the standalone site | `site` for its pages |
//!
//! # In Leptos
//!
//! With the feature `components`, an app in Leptos 0.8 makes a `components::Propylon`, reads its signals of
//! session and screen, and puts a `components::Gate` into its views. A gate draws a whole flow; fields,
//! buttons, notices and sections may be drawn by the app, from the view model to its own views.
//! `examples/leptos` in the repository is such an app.
//!
//! It runs in the browser, with `leptos/csr`, and under a policy with `require-trusted-types-for 'script'` as
//! long as the app's own `view!` follows one rule: an element below another that has attributes or children
//! needs something dynamic in it, such as `<h1>{title}</h1>` or `<h1>{"Title"}</h1>`. Of one that is fixed
//! altogether, `view!` makes HTML in a string.

// Tests may stop at the first surprise.
#![cfg_attr(test, allow(clippy::panic))]

#[cfg(all(any(feature = "site", feature = "js", feature = "element"), target_arch = "wasm32"))]
mod allocator;
mod decimal;
pub mod json;
pub mod kratos;
mod text_search;
pub mod url;

pub mod flow;
pub mod session;
pub mod view;
pub mod webauthn;

pub mod i18n;

pub mod diagnose;

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
