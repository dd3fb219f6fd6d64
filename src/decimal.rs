//! Formats integers.
//!
//! Written by hand: the standard library's `core::fmt`, with padding, signs and tables, would add
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

    #[test]
    fn minimum_and_maximum_are_written() {
        for number in [0, 9, 10, -1, i64::MIN, i64::MAX] {
            assert_eq!(digits(number), number.to_string());
        }
    }
}
