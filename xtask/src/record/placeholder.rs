//! Placeholders for values in recordings that differ in each run or are secret.
//!
//! A placeholder has the format and, unless it varies, the length of the value, and a number by
//! order of first appearance. The same value has the same placeholder everywhere: alone, in a URL,
//! or in JSON inside a string.

use std::collections::HashMap;

/// The kind of a value. Each kind is numbered separately.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// Ids of flows, sessions, identities, nonces.
    Uuid,
    /// A masked CSRF token: base64 of 64 bytes.
    Csrf,
    /// A code from a mail.
    Code,
    /// A code from an authenticator app.
    Totp,
    /// The secret of an authenticator app, in base32.
    TotpSecret,
    /// A backup code.
    Lookup,
    /// An ECDSA signature. Its length varies, so the placeholder has a fixed one.
    Signature,
    /// Hexadecimal credential ids, and the `state` of an OIDC sign-in.
    Hex,
    /// Challenges, user handles, session tokens: random letters and digits.
    Opaque,
}

/// The placeholders of one story.
#[derive(Default)]
pub struct Placeholders {
    known: HashMap<String, String>,
    counts: HashMap<Kind, usize>,
}

impl Placeholders {
    /// The placeholder for a value. A new value gets the next number.
    pub fn stand_in(&mut self, kind: Kind, value: &str) -> String {
        if let Some(known) = self.known.get(value) {
            return known.clone();
        }
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        let new = shaped(kind, value, *count);
        self.known.insert(value.to_owned(), new.clone());
        new
    }

    /// The placeholder of a known value.
    pub fn known(&self, value: &str) -> Option<&String> {
        self.known.get(value)
    }
}

fn shaped(kind: Kind, value: &str, number: usize) -> String {
    match kind {
        Kind::Uuid => format!("00000000-0000-4000-8000-{number:012}"),
        Kind::Csrf => padded(&format!("csrf{number:04}"), 'A', 86) + "==",
        Kind::Code => format!("{}", 100_000 + number),
        Kind::Totp => format!("{}", 200_000 + number),
        // Base32 has no 0, 1, 8 and 9, so this one is numbered by counting B's.
        Kind::TotpSecret => padded(&format!("TOTP{}", "B".repeat(number)), 'A', value.len()),
        Kind::Lookup => padded(&format!("code{number:04}"), '0', value.len()),
        Kind::Signature => padded(&format!("signature{number:04}"), 'A', 96),
        Kind::Hex => padded(&format!("{number:08x}"), '0', value.len()),
        Kind::Opaque => {
            let rest = value.len() - prefix(value).len();
            format!("{}{}", prefix(value), padded(&format!("opaque{number:04}"), 'A', rest))
        }
    }
}

/// The prefix of a token, such as `ory_st_`, which is kept.
fn prefix(value: &str) -> &str {
    match value.match_indices('_').nth(1) {
        Some((at, _)) if value.starts_with("ory_") => value.get(..=at).unwrap_or(""),
        _ => "",
    }
}

fn padded(start: &str, with: char, length: usize) -> String {
    let mut text = start.to_owned();
    text.extend(std::iter::repeat_n(with, length.saturating_sub(start.len())));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_has_the_shape_and_the_length_of_its_value() {
        let mut placeholders = Placeholders::default();
        let token = "ory_st_xJGa3nsUaHgv7UIQNj3SwqwMOaggwjsP";
        let of_token = placeholders.stand_in(Kind::Opaque, token);
        assert_eq!(of_token, "ory_st_opaque0001AAAAAAAAAAAAAAAAAAAAAA");
        assert_eq!(of_token.len(), token.len());
        assert_eq!(placeholders.stand_in(Kind::Csrf, "any").len(), 88);
        assert_eq!(placeholders.stand_in(Kind::Hex, &"af".repeat(20)).len(), 40);
        let uuid = placeholders.stand_in(Kind::Uuid, "9b725f0d-8083-47b6-a3f1-2281957e6f69");
        assert_eq!(uuid, "00000000-0000-4000-8000-000000000001");
    }

    #[test]
    fn numbers_follow_first_appearance_and_equal_values_stay_equal() {
        let mut placeholders = Placeholders::default();
        assert_eq!(placeholders.stand_in(Kind::Code, "918273"), "100001");
        assert_eq!(placeholders.stand_in(Kind::Code, "112233"), "100002");
        assert_eq!(placeholders.stand_in(Kind::Code, "918273"), "100001");
        assert_eq!(placeholders.known("112233").map(String::as_str), Some("100002"));
    }
}
