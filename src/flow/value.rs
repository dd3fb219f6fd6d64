//! Values of inputs: what a control shows, and what is posted for it.
//!
//! A control can't show every value that Kratos stores: a line has no line breaks, a date-time no offset, a
//! list is shown as one text. A value that nobody changed is posted as it came.

use crate::{
    decimal::ascii_digits,
    kratos::node::{Input, InputKind},
};

/// What the control of `input` shows of its value.
pub fn shown(input: &Input) -> String {
    let value = input.value.as_deref().unwrap_or_default();
    match has_offset(input) {
        Some((local, _)) => local,
        None => value.chars().filter(|letter| !matches!(letter, '\r' | '\n')).collect(),
    }
}

/// The offset of a date-time that is shown without it: `+02:00`, or `Z` for UTC.
pub fn offset(input: &Input) -> Option<&str> {
    has_offset(input).map(|(_, offset)| offset)
}

/// What is posted for `typed`, the text of the control or of a caller without a form.
pub(super) fn posted(input: &Input, typed: &str) -> String {
    match (&input.value, &input.kind) {
        (Some(value), _) if typed == shown(input) => value.clone(),
        (_, InputKind::Number) => number(typed),
        (Some(value), InputKind::DatetimeLocal) => match (date_time(typed), date_time(value)) {
            // The control may leave out seconds that are 0.
            (Some((local, "")), Some((stored, _))) if local == stored => value.clone(),
            (Some((local, "")), Some((_, offset))) => [&local, offset].concat(),
            _ => typed.to_owned(),
        },
        _ => typed.to_owned(),
    }
}

/// Whether a picker of dates can show the value. If not, the value is edited as text.
pub fn is_pickable(input: &Input) -> bool {
    match (&input.kind, input.value.as_deref()) {
        (_, None | Some("")) => true,
        (InputKind::DatetimeLocal, Some(_)) => has_offset(input).is_some(),
        (InputKind::Date, Some(value)) => is_like(value, "0000-00-00"),
        _ => true,
    }
}

/// A picked date and time, `1990-05-01T10:30`, as RFC 3339 requires it. `behind` is how many minutes the
/// browser's zone is behind UTC on that day.
///
/// See <https://www.rfc-editor.org/rfc/rfc3339#section-5.6>.
pub fn picked(local: &str, behind: i32) -> String {
    let Some((local, "")) = date_time(local) else { return local.to_owned() };
    let sign = if behind > 0 { "-" } else { "+" };
    let minutes = behind.unsigned_abs();
    let two = |number: u32| {
        [number / 10 % 10, number % 10].into_iter().filter_map(|digit| char::from_digit(digit, 10))
    };
    let mut text = local;
    text.push_str(sign);
    text.extend(two(minutes / 60));
    text.push(':');
    text.extend(two(minutes % 60));
    text
}

/// The local part and the offset of a date-time input's value, if it has both.
fn has_offset(input: &Input) -> Option<(String, &str)> {
    let value = input.value.as_deref().filter(|_| input.kind == InputKind::DatetimeLocal)?;
    date_time(value).filter(|(_, offset)| !offset.is_empty())
}

/// Splits a date-time into its local part with seconds, and its offset, which may be missing. Fractions of
/// seconds are left out.
fn date_time(text: &str) -> Option<(String, &str)> {
    let at = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    if !is_like(at(0, 10), "0000-00-00") || !matches!(at(10, 11), "T" | "t" | " ") {
        return None;
    }
    let (seconds, rest) = match at(16, 19) {
        seconds if is_like(seconds, ":00") => (seconds, text.get(19..)?),
        _ => (":00", text.get(16..)?),
    };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let is_offset =
        matches!(rest, "" | "Z" | "z") || is_like(rest, "+00:00") || is_like(rest, "-00:00");
    let is_time = is_like(at(11, 16), "00:00");
    (is_time && is_offset).then(|| ([at(0, 10), "T", at(11, 16), seconds].concat(), rest))
}

/// Whether `text` has a digit for each `0` of `pattern`, and the other characters as they are.
fn is_like(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, sample)| match sample {
            b'0' => byte.is_ascii_digit(),
            other => byte == other,
        })
}

/// A number as JSON writes it: with the digits `0` to `9` and a point. A comma is a decimal comma, except
/// before three digits: there it may separate thousands, so Kratos refuses it and says so.
fn number(typed: &str) -> String {
    let plain = ascii_digits(typed.trim());
    match plain.split_once(',') {
        Some((whole, fraction))
            if fraction.len() != 3 && !fraction.contains(',') && !plain.contains('.') =>
        {
            [whole, ".", fraction].concat()
        }
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(kind: InputKind, value: &str) -> Input {
        Input { kind, value: Some(value.to_owned()), ..Input::default() }
    }

    /// A date-time with an offset was shown as an empty control, and Save on another field deleted it.
    #[test]
    fn a_value_that_nobody_changed_is_posted_as_it_came() {
        for (kind, value, on_screen) in [
            (InputKind::DatetimeLocal, "1990-05-01T10:30:00Z", "1990-05-01T10:30:00"),
            (InputKind::DatetimeLocal, "1990-05-01t10:30:00.123456z", "1990-05-01T10:30:00"),
            (InputKind::DatetimeLocal, "1990-05-01 10:30:07+05:30", "1990-05-01T10:30:07"),
            (InputKind::DatetimeLocal, "in May", "in May"),
            (InputKind::Date, "1990-05-01", "1990-05-01"),
            (InputKind::Date, "1990-05-01T00:00:00Z", "1990-05-01T00:00:00Z"),
            (InputKind::Text, "two\r\nlines", "twolines"),
            (InputKind::Number, "1,234", "1,234"),
            (InputKind::Other("week".to_owned()), "2026-W01", "2026-W01"),
        ] {
            let input = input(kind, value);
            assert_eq!(shown(&input), on_screen, "{value}");
            assert_eq!(posted(&input, on_screen), value, "{value}");
        }
    }

    #[test]
    fn a_picked_date_time_has_an_offset_and_keeps_the_stored_one() {
        assert_eq!(picked("1990-05-01T10:30", -120), "1990-05-01T10:30:00+02:00");
        assert_eq!(picked("1990-05-01T10:30:05", 570), "1990-05-01T10:30:05-09:30");
        assert_eq!(picked("1990-05-01T10:30", 0), "1990-05-01T10:30:00+00:00");
        assert_eq!(picked("", 0), "");
        let stored = input(InputKind::DatetimeLocal, "1990-05-01T10:30:00Z");
        assert_eq!(posted(&stored, "1990-05-01T11:30"), "1990-05-01T11:30:00Z");
        // A caller without a form gives the whole value.
        let whole = "1990-05-01T10:30:00+05:00";
        let exact = input(InputKind::DatetimeLocal, "1990-05-01T10:30:00.125Z");
        assert_eq!(posted(&exact, "1990-05-01T10:30"), "1990-05-01T10:30:00.125Z");
        assert_eq!(posted(&stored, whole), whole);
        assert_eq!(posted(&stored, ""), "");
    }

    #[test]
    fn only_a_value_that_the_picker_can_show_gets_a_picker() {
        for (kind, value, is) in [
            (InputKind::DatetimeLocal, "", true),
            (InputKind::DatetimeLocal, "1990-05-01T10:30:00Z", true),
            // It needs an offset, which the picker can't give.
            (InputKind::DatetimeLocal, "1990-05-01T10:30", false),
            (InputKind::DatetimeLocal, "1990-5-1", false),
            (InputKind::Date, "1990-05-01", true),
            (InputKind::Date, "01.05.1990", false),
            (InputKind::Text, "anything", true),
        ] {
            assert_eq!(is_pickable(&input(kind, value)), is, "{value}");
        }
    }

    #[test]
    fn numbers_are_posted_as_json_writes_them() {
        let empty = Input { kind: InputKind::Number, ..Input::default() };
        for (typed, number) in [
            ("1.82", "1.82"),
            ("1,82", "1.82"),
            ("-0,5", "-0.5"),
            ("١٫٨٢", "1.82"),
            ("１８２", "182"),
            (" 40 ", "40"),
            // Perhaps 1234, perhaps 1.234.
            ("1,234", "1,234"),
            ("1.234,5", "1.234,5"),
            ("tall", "tall"),
        ] {
            assert_eq!(posted(&empty, typed), number, "{typed}");
        }
    }
}
