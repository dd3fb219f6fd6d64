//! Finds what is wrong with a Kratos set-up, and says which lines mend it.
//!
//! Pure: observations or files in, [findings](Finding) out. What is observed, and how, is the caller's
//! part: a page probes with `fetch`, a terminal with Node.
//!
//! | module | content |
//! | --- | --- |
//! | [`rule`] | what can be wrong: code, severity, text and cure of each kind of finding |
//! | [`finding`] | one thing that is wrong, with its evidence |
//! | [`files`] | checks configurations without a network |
//! | [`report`] | all findings, and what could not be seen |
//! | [`online`] | what a page or a terminal sees of a running set-up |
//! | `js` | the exports for JavaScript |
//! | [`secret`] | masks secrets in evidence |

pub mod files;
pub mod finding;
#[cfg(feature = "js")]
pub mod js;
pub mod online;
pub mod report;
pub mod rule;
pub mod secret;

pub use finding::Finding;
pub use report::Report;
pub use rule::Rule;
