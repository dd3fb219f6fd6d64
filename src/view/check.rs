//! Which fields the browser validates before a submit.

use super::button::Emphasis;
use crate::kratos::node::Group;

/// Whether a field of group `field` is validated when a button of `group` with `data-kind` `kind`
/// ([`Emphasis::as_str`]) is pressed.
///
/// A way back validates nothing. Other methods' fields are not part of the submit. A provider knows
/// the account, so only fields of its own group are required.
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
