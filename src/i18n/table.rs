//! The texts of one language: a file with a line `key=template` for each.

use crate::decimal::digits;

/// The first fault of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The number of the line, from 1; if texts are missing, the number of the last line.
    pub line: u32,
    /// What is wrong with it.
    pub reason: String,
}

impl Fault {
    /// The fault as a text for the console.
    pub fn text(&self) -> String {
        ["line ", &digits(self.line), ": ", &self.reason].concat()
    }
}

/// The template under `key` in a table.
pub(crate) fn find<'a>(table: &'a str, key: &str) -> Option<&'a str> {
    table.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
}

/// The names of the placeholders in a template.
pub(crate) fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    // Not `skip(1)`, which adds a function of 400 bytes.
    let mut pieces = template.split('{');
    pieces.next();
    pieces.filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// The lines of `table` that can be used in place of those of `english`, and the first fault. A line
/// can't be used if it is no `key=template`, is cut off, or has a placeholder that the English text hasn't.
pub fn usable(english: &str, table: &str) -> (String, Option<Fault>) {
    let mut known: Vec<English<'_>> = english.lines().filter_map(English::read).collect();
    let mut used = String::with_capacity(table.len());
    let mut fault = None;
    let mut line_number = 0;
    // A table usually has the order of the English one.
    let mut next = 0;
    for line in table.lines() {
        line_number += 1;
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let reason = match line.split_once('=') {
            None => Some("it is no key=text".to_owned()),
            Some((key, template)) => {
                let at = position(&known, next, key).or_else(|| {
                    // A plural form is checked by the text that it is a form of.
                    position(&known, next, key.rsplit_once('.')?.0)
                });
                next = at.unwrap_or(next);
                let english = at.and_then(|at| known.get_mut(at));
                english.and_then(|english| {
                    english.is_found |= english.key == key;
                    if is_cut(template) {
                        return Some([key, " ends too early"].concat());
                    }
                    let unknown = unknown_placeholder(english.template, template)?;
                    Some(["{", unknown, "} is no placeholder of ", key].concat())
                })
            }
        };
        if let Some(reason) = reason {
            fault.get_or_insert(Fault { line: line_number, reason });
        } else {
            used.push_str(line);
            used.push('\n');
        }
    }
    let mut missing = 0;
    for english in known {
        // A language may have no form of its own for one.
        missing += u32::from(!english.is_found && !english.key.ends_with(".one"));
    }
    if missing > 0 {
        let reason = ["texts are missing: ", &digits(missing)].concat();
        fault.get_or_insert(Fault { line: line_number, reason });
    }
    (used, fault)
}

/// An English text, and whether the other language has it.
struct English<'a> {
    key: &'a str,
    template: &'a str,
    is_found: bool,
}

impl<'a> English<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let (key, template) = line.split_once('=').filter(|_| !line.starts_with('#'))?;
        Some(Self { key, template, is_found: false })
    }
}

/// The position of `key`, which is probably at `next` or soon after it.
fn position(known: &[English<'_>], next: usize, key: &str) -> Option<usize> {
    let all = known.iter().enumerate();
    let mut from_next = all.clone().skip(next).chain(all.take(next));
    from_next.find(|(_, english)| english.key == key).map(|(at, _)| at)
}

/// Whether a template is empty, or ends within a placeholder.
fn is_cut(template: &str) -> bool {
    let last = template.bytes().rev().find(|byte| matches!(byte, b'{' | b'}'));
    last == Some(b'{') || template.bytes().all(|byte| byte == b' ')
}

/// The first placeholder of `template` that `english` hasn't.
fn unknown_placeholder<'a>(english: &str, template: &'a str) -> Option<&'a str> {
    placeholders(template).find(|name| !placeholders(english).any(|known| known == *name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str =
        "# English\na=Hello {name}\nb=Bye\nc=Too long: {max} letters\nc.one=Too long: {max} letter";

    fn fault(table: &str) -> Option<String> {
        usable(ENGLISH, table).1.map(|fault| fault.text())
    }

    #[test]
    fn a_whole_table_has_no_fault_in_any_order() {
        assert_eq!(fault("# German\na=Hallo {name}\nb=Tschüs\nc=Höchstens {max}"), None);
        assert_eq!(fault("c=Höchstens {max}\nc.few=Nur {max}\nb=Tschüs\na=Hallo"), None);
        assert_eq!(fault("a=Hallo\nb=Tschüs\nc=zu lang\nfield.traits.email=E-Mail {x}"), None);
    }

    /// A file that was cut off, holds a page, or has a typing mistake in a placeholder was shown as it
    /// is.
    #[test]
    fn the_first_fault_is_named_with_its_line_and_english_is_used_there() {
        for (table, said, used) in [
            (
                "a=Hallo {nam}\nb=Tschüs\nc=x",
                "line 1: {nam} is no placeholder of a",
                "b=Tschüs\nc=x\n",
            ),
            ("b=Tschüs\na=Hal", "line 2: texts are missing: 1", "b=Tschüs\na=Hal\n"),
            ("<!doctype html>\n<html>", "line 1: it is no key=text", ""),
            (
                "a=Hallo\nc=x\nc.few={n}\nb=y",
                "line 3: {n} is no placeholder of c.few",
                "a=Hallo\nc=x\nb=y\n",
            ),
            ("", "line 0: texts are missing: 3", ""),
            // A file that ends here left a button without a word, or showed half a placeholder.
            ("b=Tschüs\nc=x\na=", "line 3: a ends too early", "b=Tschüs\nc=x\n"),
            ("b=Tschüs\nc=x\na=Hallo {na", "line 3: a ends too early", "b=Tschüs\nc=x\n"),
            ("b= \nc=x\na=y", "line 1: b ends too early", "c=x\na=y\n"),
        ] {
            assert_eq!(fault(table).as_deref(), Some(said), "{table}");
            assert_eq!(usable(ENGLISH, table).0, used);
        }
    }
}
