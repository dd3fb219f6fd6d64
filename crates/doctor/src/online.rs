//! A running set-up, as a page or a terminal sees it.
//!
//! [`next`] says what to ask, the caller asks it and adds the answers to the [`Observations`], until
//! nothing is left to ask; then [`examine`] says what is wrong. Causes come before their consequences:
//! where Kratos cannot be reached, nothing is said about cookies.
//!
//! | module | content |
//! | --- | --- |
//! | [`observe`] | what was seen |
//! | [`probe`] | what to ask |
//! | [`steps`] | what to ask next |
//! | [`address`] | URLs, hosts and sites |
//! | [`kratos`] | what an answer of Kratos says |
//! | [`reach`] | name, port, TLS, policy, CORS |
//! | [`gateway`] | what stands before Kratos, and whether it is Kratos |
//! | [`bounds`] | answers without an end |
//! | [`cookies`] | whether the browser keeps them |
//! | [`session`] | the session, at Kratos and at the API |
//! | [`api`] | what a gateway answers in place of the API |
//! | [`flow`] | what the flows offer |
//! | [`return_to`] | where people may return to |
//! | [`webauthn`] | whether passkeys can work here |
//! | [`danger`] | what others can get at |
//! | [`facts`] | what is no fault, and what cannot be seen |

pub mod address;
pub mod api;
pub mod bounds;
pub mod cookies;
pub mod danger;
pub mod facts;
pub mod flow;
pub mod gateway;
pub mod kratos;
pub mod observe;
pub mod probe;
pub mod reach;
pub mod return_to;
pub mod session;
pub mod steps;
pub mod webauthn;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use observe::Observations;
pub use probe::Probe;

use crate::{Report, Rule};

/// Every kind of finding of this module, by topic.
pub const RULES: [(&str, &[&Rule]); 8] = [
    ("Reaching Kratos", reach::RULES),
    ("The gateway", gateway::RULES),
    ("Cookies", cookies::RULES),
    ("The session and the API", session::RULES),
    ("The API's gateway", api::RULES),
    ("Flows", flow::RULES),
    ("Passkeys and security keys", webauthn::RULES),
    ("Dangerous", danger::RULES),
];

/// What to ask next; empty when everything that helps was asked, or the time is over.
#[must_use]
pub fn next(seen: &Observations) -> Vec<Probe> {
    steps::next(seen)
}

/// What is wrong, as far as it was seen.
#[must_use]
pub fn examine(seen: &Observations) -> Report {
    let mut findings = danger::check(seen);
    match reach::check(seen).or_else(|| gateway::check(seen)) {
        // The admin API in place of the public one is the cause.
        Some(_) if findings.iter().any(|finding| finding.code == "admin-api-public") => {}
        Some(blocked) => findings.push(blocked),
        None => {
            let cookie = cookies::check(seen);
            // What follows needs cookies.
            let has_cookies = cookie.is_none();
            findings.extend(cookie);
            if has_cookies {
                findings.extend(session::check(seen));
                findings.extend(flow::check(seen));
            }
            findings.extend(reach::beside(seen));
            findings.extend(webauthn::check(seen, &findings));
            findings.extend(danger::beside(seen, &findings));
        }
    }
    Report { findings, unseen: facts::unseen(seen), facts: facts::facts(seen) }.sorted()
}
