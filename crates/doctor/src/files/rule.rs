//! Short ways to write rules down.

use crate::{
    Rule,
    rule::{Certainty, CureText, Severity, Target},
};

/// A kind of finding.
#[must_use]
pub const fn rule(
    code: &'static str,
    severity: Severity,
    certainty: Certainty,
    title: &'static str,
    why: &'static str,
    cures: &'static [CureText],
) -> Rule {
    Rule { code, severity, certainty, title, why, cures }
}

/// A text to paste.
#[must_use]
pub const fn cure(target: Target, text: &'static str) -> CureText {
    CureText { target, text }
}
