//! Finds volatile values in a text by their format and replaces them by placeholders.

use super::clock::{Clock, Instant};
use super::placeholder::{Kind, Placeholders};

/// A one-pixel image, in place of a QR code.
const PIXEL: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk\
                     +M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
/// Shorter runs of letters and digits are words.
const LONG: usize = 24;
/// JSON members whose values are always random.
const HANDLES: [&str; 2] = ["\"id\":\"", "\"userHandle\":\""];
/// The recorder, the hooks and Kratos listen on random free ports.
const LOOPBACK: &str = "127.0.0.1:";

/// The text with placeholders.
pub fn text(text: &str, clock: Clock, placeholders: &mut Placeholders) -> String {
    if is_csrf(text) {
        return placeholders.stand_in(Kind::Csrf, text);
    }
    if text.starts_with("data:image/png;base64,") {
        return PIXEL.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if !is_word(first) {
            out.push(first);
            first.len_utf8()
        } else if let Some(instant) = Instant::at_start(rest).filter(|at| clock.is_near(at)) {
            out.push_str(&clock.instant(&instant));
            instant.length
        } else if let Some(uuid) = uuid_at_start(rest) {
            out.push_str(&placeholders.stand_in(Kind::Uuid, uuid));
            uuid.len()
        } else {
            let word = word_at_start(rest);
            let new = replaced(word, &out, placeholders);
            out.push_str(new.as_deref().unwrap_or(word));
            word.len()
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    without_age(&out)
}

fn replaced(word: &str, before: &str, placeholders: &mut Placeholders) -> Option<String> {
    if before.ends_with("\"signature\":\"") {
        return Some(placeholders.stand_in(Kind::Signature, word));
    }
    if let Some(known) = placeholders.known(word) {
        return Some(known.clone());
    }
    if before.ends_with(LOOPBACK) && word.len() > 3 && word.bytes().all(|b| b.is_ascii_digit()) {
        return Some("50000".to_owned());
    }
    let has = |test: fn(&char) -> bool| word.chars().any(|char| test(&char));
    if word.len() >= 40 && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return Some(placeholders.stand_in(Kind::Hex, word));
    }
    let random = has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase);
    let is_handle = word.len() >= 20 && HANDLES.iter().any(|handle| before.ends_with(handle));
    if is_handle || word.len() >= LONG && random && !is_name(word) {
        return Some(placeholders.stand_in(Kind::Opaque, word));
    }
    None
}

fn is_word(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || char == '-'
}

fn word_at_start(text: &str) -> &str {
    let end = text.find(|char| !is_word(char)).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

fn uuid_at_start(text: &str) -> Option<&str> {
    let start = text.get(..36)?;
    let fits = start.bytes().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    });
    fits.then_some(start)
}

/// Whether it is base64 of the 64 bytes of a masked token.
fn is_csrf(text: &str) -> bool {
    let base64 = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    text.len() == 88 && text.strip_suffix("==").is_some_and(|start| start.bytes().all(base64))
}

/// Whether it is a long name, such as `oryPasskeyLoginAutocompleteInit`.
fn is_name(word: &str) -> bool {
    let is_trigger = word.strip_prefix("ory").is_some_and(|rest| rest.starts_with(is_upper));
    let is_part = |part: &str| part.trim_start_matches(is_upper).bytes().all(is_lower);
    is_trigger || word.split(['-', '_']).all(is_part)
}

fn is_upper(char: char) -> bool {
    char.is_ascii_uppercase()
}

fn is_lower(byte: u8) -> bool {
    byte.is_ascii_lowercase()
}

/// Removes how long ago a flow expired, which Kratos reports in minutes with two decimals.
fn without_age(text: &str) -> String {
    const BEFORE: &str = "expired ";
    const AFTER: &str = " minutes ago";
    let parts = text.split_once(BEFORE).and_then(|(start, rest)| {
        let (age, end) = rest.split_once(AFTER)?;
        age.parse::<f64>().is_ok().then_some((start, end))
    });
    match parts {
        Some((start, end)) => format!("{start}{BEFORE}0.02{AFTER}{end}"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(text: &str) -> String {
        let clock = Clock::new(Instant::at_start("2026-11-23T23:00:00Z").unwrap().second);
        super::text(text, clock, &mut Placeholders::default())
    }

    #[test]
    fn volatile_values_are_found_wherever_they_stand() {
        assert_eq!(
            scanned(
                "http://localhost:5633/self-service/login?flow=9b725f0d-8083-47b6-a3f1-2281957e6f69"
            ),
            "http://localhost:5633/self-service/login?flow=00000000-0000-4000-8000-000000000001"
        );
        assert_eq!(
            scanned(r#"{"challenge":"UHa2Fvgfryvh27v4VLRRq2bbHE19706_leoPhNHHfMA","n":1}"#),
            r#"{"challenge":"opaque0001AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","n":1}"#
        );
        assert_eq!(
            scanned("The login flow expired 0.01 minutes ago, please try again."),
            "The login flow expired 0.02 minutes ago, please try again."
        );
        assert_eq!(scanned("GET http://127.0.0.1:41287/x"), "GET http://127.0.0.1:50000/x");
        assert_eq!(
            scanned(r#"{"user":{"id":"jjlSmcjkTdqtcWlRNcCRqw"}}"#),
            r#"{"user":{"id":"opaque0001AAAAAAAAAAAA"}}"#
        );
        assert_eq!(scanned("at 2026-11-23T23:00:07Z."), "at 2026-01-01T00:00:00Z.");
    }

    #[test]
    fn a_signature_has_one_length() {
        let of = |length: usize| scanned(&format!("{{\"signature\":\"{}\"}}", "aB".repeat(length)));
        assert_eq!(of(46), of(47));
    }

    #[test]
    fn words_and_names_stay() {
        for text in [
            "window.oryPasskeySettingsRegistration()",
            "webauthn_register_displayname",
            "correct-Horse-battery-9",
            "Cross-Site-Request-Forgery",
            "2050-01-02T15:04:05Z",
            "größer als 20 Zeichen",
            "csrf_token",
            "",
        ] {
            assert_eq!(scanned(text), text);
        }
    }
}
