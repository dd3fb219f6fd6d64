//! Normalises one-time codes as people paste them.

/// The number of digits in a Kratos code.
pub const LENGTH: usize = 6;

/// The code in a typed or pasted text.
///
/// A code alone may contain spaces or dashes (`123 456`). In a longer text, such as a whole
/// message, the first run of exactly [`LENGTH`] digits is used. Without a code, all digits are
/// kept, so that typing is never undone.
pub fn code_in(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || c == '-');
    if is_plain {
        return digits;
    }
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    runs.find(|run| run.len() == LENGTH).map_or(digits, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_dashes_and_whole_messages_give_the_code() {
        for (text, code) in [
            ("123456", "123456"),
            ("123 456", "123456"),
            (" 123-456\n", "123456"),
            ("Your code is 123456. It lives for 15 minutes.", "123456"),
            ("12", "12"),
            ("1a", "1"),
            ("", ""),
            ("call 555 1234567", "5551234567"),
        ] {
            assert_eq!(code_in(text), code, "{text}");
        }
    }
}
