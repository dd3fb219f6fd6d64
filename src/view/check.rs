//! Which fields the browser checks before a form is sent.

use super::button::Emphasis;
use crate::kratos::node::Group;

/// Whether a field of the group `field` is checked when a button of `group` is pressed that stands in the
/// document as `kind` ([`Emphasis::as_str`]).
///
/// A way back checks nothing. Fields of other methods are none of this submit's business. A provider knows
/// by itself who somebody is, so that it needs no fields but those of its own group.
pub fn is_checked(kind: &str, group: &str, field: &str) -> bool {
    let is_shared = field == Group::Default.as_str();
    kind != Emphasis::Plain.as_str()
        && (field == group || is_shared && !Group::named(group).is_provider())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_submit_checks_its_own_method_and_what_all_share() {
        assert!(is_checked("primary", "password", "password"));
        assert!(is_checked("secondary", "code", "default"));
        assert!(!is_checked("primary", "password", "code"));
    }

    #[test]
    fn a_provider_checks_its_own_group_only() {
        for provider in ["oidc", "saml"] {
            assert!(is_checked("secondary", provider, provider));
            assert!(!is_checked("secondary", provider, "default"));
        }
    }

    #[test]
    fn a_way_back_checks_nothing() {
        for field in ["code", "default"] {
            assert!(!is_checked("plain", "code", field));
        }
    }
}
