//! The web page of a mailbox, for those who wait for a code.

use super::action::{Does, Link};
use crate::{i18n::Catalog, text_search::after_last};

/// Domains of addresses, the name of their provider, and its page.
const MAILBOXES: [(&[&str], &str, &str); 5] = [
    (&["gmail.com", "googlemail.com"], "Gmail", "https://mail.google.com/"),
    (
        &["outlook.com", "hotmail.com", "live.com", "msn.com"],
        "Outlook",
        "https://outlook.live.com/mail/",
    ),
    (&["yahoo.com", "ymail.com"], "Yahoo Mail", "https://mail.yahoo.com/"),
    (&["icloud.com", "me.com", "mac.com"], "iCloud Mail", "https://www.icloud.com/mail/"),
    (&["proton.me", "protonmail.com", "pm.me"], "Proton Mail", "https://mail.proton.me/"),
];

/// The link that opens the mailbox of `address`; `None` for providers without a known page.
pub(super) fn link(words: &Catalog, address: &str) -> Option<Link> {
    let domain = after_last(address, b'@').to_ascii_lowercase();
    let is_it = |domains: &[&str]| domains.contains(&domain.as_str());
    let (_, name, url) = MAILBOXES.iter().find(|(domains, ..)| is_it(domains))?;
    Some(Link {
        question: String::new(),
        label: words.fill("code.open", &[("name", name)]),
        does: Does::OpenTab((*url).to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_mailbox_has_a_link() {
        for (address, label) in [
            ("ada@gmail.com", Some("Open Gmail")),
            ("A***@Hotmail.com", Some("Open Outlook")),
            ("ada@pm.me", Some("Open Proton Mail")),
            ("ada@example.test", None),
            ("ada@notgmail.com", None),
            ("+1555", None),
        ] {
            let link = link(&Catalog::english(), address);
            assert_eq!(link.map(|link| link.label).as_deref(), label, "{address}");
        }
    }
}
