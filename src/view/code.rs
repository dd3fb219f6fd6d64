//! One-time codes as people type and paste them.

use crate::decimal::ascii_digits;

/// The number of digits in a Kratos code.
pub const LENGTH: u8 = 6;

/// The code of `length` digits in a typed or pasted text, if there is one.
///
/// A code alone may contain spaces or dashes (`123 456`). In a longer text, such as a whole message, it is
/// the first run of exactly `length` digits. Digits of all scripts count.
pub fn code_in(text: &str, length: u8) -> Option<String> {
    let (text, length) = (ascii_digits(text), usize::from(length));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if is_part(&text) {
        return Some(digits).filter(|digits| digits.len() == length);
    }
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    runs.find(|run| run.len() == length).map(str::to_owned)
}

/// A text that is no whole code, with ASCII digits. Spaces and dashes between digits are left out; anything
/// else stays, so that nothing typed vanishes.
pub fn cleaned(text: &str) -> String {
    let is_part = is_part(text);
    ascii_digits(text).chars().filter(|c| !is_part || c.is_ascii_digit()).collect()
}

/// Whether the text may be a part of a code: digits, with spaces or dashes between them.
pub fn is_part(text: &str) -> bool {
    let text = ascii_digits(text);
    text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '–'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_dashes_and_whole_messages_give_the_code() {
        for (text, code) in [
            ("123456", Some("123456")),
            ("123 456", Some("123456")),
            (" 123-456\n", Some("123456")),
            ("Your code is 123456. It lives for 15 minutes.", Some("123456")),
            ("١٢٣٤٥٦", Some("123456")),
            ("رمزك هو ۱۲۳۴۵۶", Some("123456")),
            ("１２３　４５６", Some("123456")),
            ("१२३४५६", Some("123456")),
            ("12", None),
            ("1a", None),
            ("", None),
            ("1234567", None),
            ("call 555 1234567", None),
        ] {
            assert_eq!(code_in(text, LENGTH).as_deref(), code, "{text}");
        }
        assert_eq!(code_in("1234 5678", 8).as_deref(), Some("12345678"));
    }

    #[test]
    fn a_part_is_cleaned_and_letters_stay() {
        for (text, clean) in [("12 34-5", "12345"), ("۱۲ ۳", "123"), ("12a", "12a"), ("a b", "a b")]
        {
            assert_eq!(cleaned(text), clean);
        }
    }

    #[test]
    fn a_part_of_a_code_has_no_letters() {
        for (text, is) in
            [("12", true), ("1 2-3", true), ("۱۲", true), ("1a", false), ("hello", false)]
        {
            assert_eq!(is_part(text), is, "{text}");
        }
    }
}
