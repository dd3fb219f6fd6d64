//! Which fields the browser validates before a submit.

use super::button::Emphasis;
use crate::kratos::node::Group;

/// Whether a field of group `field` is validated when a button of `group` with `data-kind` `kind`
/// ([`Emphasis::as_str`]) is pressed. `is_sign_in` if it starts a ceremony for an existing credential, which
/// posts no other field.
///
/// A way back validates nothing. Other methods' fields are not part of the submit. A provider knows
/// the account, so only fields of its own group are required. A captcha is part of every submit.
pub fn is_checked(kind: &str, group: &str, is_sign_in: bool, field: &str) -> bool {
    let is_shared = field == Group::Default.as_str() && !Group::named(group).is_provider();
    kind != Emphasis::Plain.as_str()
        && (field == "captcha" || !is_sign_in && (field == group || is_shared))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_submit_checks_its_own_method_and_what_all_share() {
        assert!(is_checked("primary", "password", false, "password"));
        assert!(is_checked("secondary", "code", false, "default"));
        assert!(!is_checked("primary", "password", false, "code"));
    }

    #[test]
    fn a_provider_checks_its_own_group_only() {
        for provider in ["oidc", "saml"] {
            assert!(is_checked("secondary", provider, false, provider));
            assert!(!is_checked("secondary", provider, false, "default"));
        }
    }

    #[test]
    fn a_way_back_checks_nothing() {
        for field in ["code", "default", "captcha"] {
            assert!(!is_checked("plain", "code", false, field));
        }
    }

    #[test]
    fn every_submit_checks_a_captcha_and_a_sign_in_by_passkey_nothing_else() {
        assert!(is_checked("primary", "password", false, "captcha"));
        assert!(is_checked("secondary", "oidc", false, "captcha"));
        assert!(is_checked("secondary", "passkey", true, "captcha"));
        assert!(!is_checked("secondary", "passkey", true, "passkey"));
        assert!(!is_checked("secondary", "passkey", true, "default"));
    }
}
