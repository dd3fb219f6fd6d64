//! Decimal digits: integers as text, and the digits of other scripts.
//!
//! Integers are written by hand: the standard library's `core::fmt`, with padding, signs and tables, would add
//! 0.75 kB of Brotli. Replace it when something else needs `core::fmt`.

/// The decimal digits of `number`.
pub(crate) fn digits(number: impl Into<i64>) -> String {
    write(number.into())
}

// One copy for all integer types.
#[inline(never)]
fn write(number: i64) -> String {
    let mut text = String::new();
    let mut rest = number.unsigned_abs();
    loop {
        let digit = u32::try_from(rest % 10).ok().and_then(|digit| char::from_digit(digit, 10));
        text.extend(digit);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        text.push('-');
    }
    text.chars().rev().collect()
}

/// The integer that a text says with at most 18 digits, and perhaps a `-` before them; `None` for anything
/// else. The library's `parse` is four times as large.
#[inline(never)]
pub(crate) fn integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut number = 0;
    for letter in digits.chars() {
        number = number * 10 + i64::from(letter.to_digit(10)?);
    }
    Some(if digits.len() < text.len() { -number } else { number })
}

/// The zeros of the scripts whose digits people type; the other digits follow each (Unicode's `Nd`).
const ZEROS: [char; 17] =
    ['٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '၀', '០', '０'];

/// The text with the digits of all scripts as `0` to `9`, and the Arabic decimal comma as `,`.
pub(crate) fn ascii_digits(text: &str) -> String {
    let plain = |letter| if letter == '٫' { ',' } else { letter };
    text.chars().map(|letter| ascii_digit(letter).unwrap_or(plain(letter))).collect()
}

fn ascii_digit(letter: char) -> Option<char> {
    let after = |zero: &char| u32::from(letter).checked_sub(u32::from(*zero));
    let value = ZEROS.iter().filter_map(after).find(|value| *value < 10)?;
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn digits_equal_those_of_the_standard_library(number: i64) {
            prop_assert_eq!(digits(number), number.to_string());
        }
    }

    proptest! {
        #[test]
        fn integers_equal_those_of_the_standard_library(number in -999_999_999_999_999_999..=999_999_999_999_999_999_i64) {
            prop_assert_eq!(integer(&number.to_string()), Some(number));
        }
    }

    #[test]
    fn what_is_no_integer_of_18_digits_is_none() {
        for text in ["", "-", "+1", "1.5", "1e3", " 1", "--1", "١", "1234567890123456789"] {
            assert_eq!(integer(text), None, "{text}");
        }
        assert_eq!(integer("-007"), Some(-7));
    }

    #[test]
    fn the_digits_of_every_script_count() {
        for text in ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９", "๐๑๒๓๔๕๖๗๘๙"]
        {
            assert_eq!(ascii_digits(text), "0123456789", "{text}");
        }
        assert_eq!(ascii_digits("１a²½"), "1a²½");
    }

    #[test]
    fn minimum_and_maximum_are_written() {
        for number in [0, 9, 10, -1, i64::MIN, i64::MAX] {
            assert_eq!(digits(number), number.to_string());
        }
    }
}
