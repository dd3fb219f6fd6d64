//! Substring search.
//!
//! Written by hand: the searches of the standard library and of memchr are made for long texts and
//! would add 1.5 kB of Brotli. Replace it when a long text has to be searched, or when the
//! difference is gone.

/// The text before and after the first `mark` in `text`.
pub(crate) fn split<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let mut parts = text.as_bytes().windows(mark.len().max(1));
    let at = parts.position(|part| part == mark.as_bytes())?;
    let (before, rest) = text.split_at_checked(at)?;
    Some((before, rest.strip_prefix(mark)?))
}

/// Whether `mark` is in `text`.
pub(crate) fn holds(text: &str, mark: &str) -> bool {
    split(text, mark).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_the_library_finds(text in "[abä]{0,9}", mark in "[abä]{1,3}") {
            prop_assert_eq!(split(&text, &mark), text.split_once(&mark));
            prop_assert_eq!(holds(&text, &mark), text.contains(&mark));
        }
    }
}
