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

/// The text before and after the last `mark`, an ASCII character, in `text`.
pub(crate) fn split_last(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = text.bytes().rposition(|byte| byte == mark)?;
    let (before, rest) = text.split_at_checked(at)?;
    Some((before, rest.get(1..)?))
}

/// The text after the last `mark`, an ASCII character, or all of `text` without one.
pub(crate) fn after_last(text: &str, mark: u8) -> &str {
    split_last(text, mark).map_or(text, |(_, after)| after)
}

/// Whether `mark` is in `text`.
pub(crate) fn holds(text: &str, mark: &str) -> bool {
    split(text, mark).is_some()
}

/// The text with `by` in place of each `mark`.
pub(crate) fn replace(text: &str, mark: &str, by: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = split(rest, mark) {
        out.push_str(before);
        out.push_str(by);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The text before the first of `marks`, which are ASCII; all of it without one.
pub(crate) fn before_any<'a>(text: &'a str, marks: &[u8]) -> &'a str {
    let at = text.bytes().position(|byte| marks.contains(&byte));
    at.and_then(|at| text.get(..at)).unwrap_or(text)
}

/// Whether one of `marks`, which are ASCII, is in `text`.
pub(crate) fn holds_any(text: &str, marks: &[u8]) -> bool {
    text.bytes().any(|byte| marks.contains(&byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_are_found_as_by_the_library(text in "[abä/?]{0,9}") {
            let marks = ['/', '?'];
            prop_assert_eq!(before_any(&text, b"/?"), text.split(marks).next().unwrap());
            prop_assert_eq!(holds_any(&text, b"/?"), text.contains(marks));
        }

        #[test]
        fn finds_what_the_library_finds(text in "[abä]{0,9}", mark in "[abä]{1,3}") {
            prop_assert_eq!(split(&text, &mark), text.split_once(&mark));
            prop_assert_eq!(holds(&text, &mark), text.contains(&mark));
            prop_assert_eq!(split_last(&text, b'a'), text.rsplit_once('a'));
            prop_assert_eq!(replace(&text, &mark, "cä"), text.replace(&mark, "cä"));
        }
    }
}
