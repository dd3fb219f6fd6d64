//! The patterns of access rules: literal text, with regular expressions or globs between `<` and `>`.
//!
//! Enough of both languages to tell whether two rules meet: a pattern that uses more is not judged.

/// How Oathkeeper reads what stands between `<` and `>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Regular expressions, the default.
    Regexp,
    /// Globs, by `access_rules.matching_strategy: glob`.
    Glob,
}

/// A pattern, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    part: Part,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// One letter.
    Letter(char),
    /// Any letter but these.
    Not(&'static str),
    /// One of these ranges, or none of them.
    Class(Vec<(char, char)>, bool),
    /// One after the other.
    All(Vec<Part>),
    /// One of them.
    Either(Vec<Part>),
    /// At least, at most.
    Repeat(Box<Part>, usize, usize),
    /// What follows must, or must not, begin so.
    Ahead(Box<Part>, bool),
}

/// The most steps of one comparison.
const MOST_STEPS: usize = 20_000;
/// The most samples of one pattern.
const MOST_SAMPLES: usize = 24;
/// The deepest nesting of groups.
const MOST_DEEP: usize = 20;
/// The longest pattern that is judged.
const MOST_LETTERS: usize = 2_000;

impl Pattern {
    /// Reads a pattern; `None` if it is malformed, or uses what is not known here.
    #[must_use]
    pub fn read(text: &str, language: Language) -> Option<Self> {
        let letters: Vec<char> = text.chars().collect();
        if letters.len() > MOST_LETTERS {
            return None;
        }
        let mut parts = Vec::new();
        let mut literal = true;
        let mut inner = String::new();
        let mut depth = 0_usize;
        for letter in letters {
            match letter {
                '<' if literal => literal = false,
                // A look-behind has them inside.
                '<' => {
                    depth += 1;
                    inner.push('<');
                }
                '>' if literal => return None,
                '>' if depth > 0 => {
                    depth -= 1;
                    inner.push('>');
                }
                '>' => {
                    let mut reader =
                        Reader { letters: inner.chars().collect(), at: 0, language, depth: 0 };
                    parts.push(reader.either()?);
                    if reader.at < reader.letters.len() {
                        return None;
                    }
                    inner.clear();
                    literal = true;
                }
                letter if literal => parts.push(Part::Letter(letter)),
                letter => inner.push(letter),
            }
        }
        literal.then_some(Self { part: Part::All(parts) })
    }

    /// Whether it matches the whole text; `None` if that takes too long to tell.
    #[must_use]
    pub fn matches(&self, text: &str) -> Option<bool> {
        let letters: Vec<char> = text.chars().collect();
        let mut steps = MOST_STEPS;
        let found = matched(&self.part, &letters, 0, &mut steps, &mut |at, _| at == letters.len());
        (steps > 0).then_some(found)
    }

    /// Texts that it matches, for comparison with other patterns.
    #[must_use]
    pub fn samples(&self) -> Vec<String> {
        let mut found = samples(&self.part);
        found.retain(|text| self.matches(text) == Some(true));
        found.truncate(MOST_SAMPLES);
        found
    }
}

/// Calls `then` with each place where the part may end, until it says yes.
fn matched(
    part: &Part,
    text: &[char],
    at: usize,
    steps: &mut usize,
    then: &mut dyn FnMut(usize, &mut usize) -> bool,
) -> bool {
    if *steps == 0 {
        return false;
    }
    *steps -= 1;
    let here = text.get(at).copied();
    match part {
        Part::Letter(letter) => here == Some(*letter) && then(at + 1, steps),
        Part::Not(none) => here.is_some_and(|letter| !none.contains(letter)) && then(at + 1, steps),
        Part::Class(ranges, negated) => {
            let fits = here.is_some_and(|letter| {
                ranges.iter().any(|(low, high)| (*low..=*high).contains(&letter)) != *negated
            });
            fits && then(at + 1, steps)
        }
        Part::All(parts) => all(parts, text, at, steps, then),
        Part::Either(parts) => parts.iter().any(|part| matched(part, text, at, steps, then)),
        Part::Repeat(part, least, most) => repeat(part, (*least, *most), text, at, steps, then),
        Part::Ahead(part, wanted) => {
            matched(part, text, at, steps, &mut |_, _| true) == *wanted && then(at, steps)
        }
    }
}

fn all(
    parts: &[Part],
    text: &[char],
    at: usize,
    steps: &mut usize,
    then: &mut dyn FnMut(usize, &mut usize) -> bool,
) -> bool {
    let Some((first, rest)) = parts.split_first() else { return then(at, steps) };
    // Letters take no level of recursion: most patterns are long texts.
    if matches!(first, Part::Letter(_)) {
        let letters = parts.iter().take_while(|part| matches!(part, Part::Letter(_))).count();
        let same = parts.iter().take(letters).enumerate().all(|(index, part)| {
            matches!(part, Part::Letter(letter) if text.get(at + index) == Some(letter))
        });
        let rest = parts.get(letters..).unwrap_or_default();
        return same && all(rest, text, at + letters, steps, then);
    }
    matched(first, text, at, steps, &mut |at, steps| all(rest, text, at, steps, then))
}

fn repeat(
    part: &Part,
    (least, most): (usize, usize),
    text: &[char],
    at: usize,
    steps: &mut usize,
    then: &mut dyn FnMut(usize, &mut usize) -> bool,
) -> bool {
    // One letter at a time: without recursion, the longest first.
    if matches!(part, Part::Letter(_) | Part::Not(_) | Part::Class(..)) {
        let mut count = 0;
        while count < most && matched(part, text, at + count, steps, &mut |_, _| true) {
            count += 1;
        }
        return (least..=count).rev().any(|count| then(at + count, steps));
    }
    let more = most > 0
        && matched(part, text, at, steps, &mut |next, steps| {
            // A round that takes nothing would go on for ever.
            next > at
                && text.len() < 500
                && repeat(part, (least.saturating_sub(1), most - 1), text, next, steps, then)
        });
    more || (least == 0 && then(at, steps))
}

fn samples(part: &Part) -> Vec<String> {
    match part {
        Part::Letter(letter) => vec![letter.to_string()],
        Part::Not(_) => vec!["x".to_owned()],
        Part::Class(ranges, false) => {
            ranges.first().map(|(low, _)| low.to_string()).into_iter().collect()
        }
        Part::Class(..) => vec!["x".to_owned(), "0".to_owned(), "-".to_owned()],
        Part::All(parts) => {
            let mut found = vec![String::new()];
            for part in parts {
                let ends = samples(part);
                let mut next = Vec::new();
                // Each end once, then combinations as far as there is room.
                for end in &ends {
                    for start in &found {
                        next.push([start.as_str(), end].concat());
                    }
                }
                next.truncate(MOST_SAMPLES * 2);
                found = next;
            }
            found
        }
        Part::Either(parts) => parts.iter().flat_map(samples).take(MOST_SAMPLES * 2).collect(),
        Part::Repeat(part, least, most) => {
            let once = samples(part);
            let mut found = Vec::new();
            if *least == 0 {
                found.push(String::new());
            }
            for sample in &once {
                found.push(sample.repeat((*least).max(1).min(*most).min(40)));
            }
            if *most > 2 && matches!(**part, Part::Not(none) if !none.contains('/')) {
                found.push("x/x".to_owned());
            }
            found
        }
        Part::Ahead(..) => vec![String::new()],
    }
}

struct Reader {
    letters: Vec<char>,
    at: usize,
    language: Language,
    depth: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek();
        self.at += usize::from(letter.is_some());
        letter
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = text
            .chars()
            .enumerate()
            .all(|(index, letter)| self.letters.get(self.at + index) == Some(&letter));
        if found {
            self.at += text.chars().count();
        }
        found
    }

    /// Alternatives, up to the end of the group.
    fn either(&mut self) -> Option<Part> {
        self.depth += 1;
        if self.depth > MOST_DEEP {
            return None;
        }
        let glob = self.language == Language::Glob;
        let separator = if glob { ',' } else { '|' };
        let mut parts = Vec::new();
        let mut all = Vec::new();
        while let Some(letter) = self.peek() {
            let inside = self.depth > 1;
            if (letter == ')' && !glob) || (letter == '}' && glob && inside) {
                break;
            }
            if letter == separator && (!glob || inside) {
                self.at += 1;
                parts.push(Part::All(std::mem::take(&mut all)));
                continue;
            }
            let part = if glob { self.glob()? } else { self.regexp()? };
            all.push(part);
        }
        parts.push(Part::All(all));
        self.depth -= 1;
        Some(if parts.len() == 1 { parts.pop()? } else { Part::Either(parts) })
    }

    fn glob(&mut self) -> Option<Part> {
        Some(match self.next()? {
            '*' if self.eat("*") => Part::Repeat(Box::new(Part::Not("")), 0, usize::MAX),
            '*' => Part::Repeat(Box::new(Part::Not("./")), 0, usize::MAX),
            '?' => Part::Not("./"),
            '{' => {
                let part = self.either()?;
                (self.next() == Some('}')).then_some(part)?
            }
            '[' => self.class('!')?,
            '\\' => Part::Letter(self.next()?),
            letter => Part::Letter(letter),
        })
    }

    fn regexp(&mut self) -> Option<Part> {
        let part = match self.next()? {
            '.' => Part::Not("\n"),
            '(' => self.group()?,
            '[' => self.class('^')?,
            '\\' => self.escaped()?,
            '^' | '$' => Part::All(Vec::new()),
            '*' | '+' | '?' | '{' => return None,
            letter => Part::Letter(letter),
        };
        let (least, most) = match self.peek() {
            Some('*') => (0, usize::MAX),
            Some('+') => (1, usize::MAX),
            Some('?') => (0, 1),
            Some('{') => {
                self.at += 1;
                let (least, most) = self.counts()?;
                self.eat("?");
                return Some(Part::Repeat(Box::new(part), least, most));
            }
            _ => return Some(part),
        };
        self.at += 1;
        // Lazy ones match the same whole texts.
        self.eat("?");
        if matches!(self.peek(), Some('*' | '+')) {
            return None;
        }
        Some(Part::Repeat(Box::new(part), least, most))
    }

    fn group(&mut self) -> Option<Part> {
        let ahead = if self.eat("?!") {
            Some(false)
        } else if self.eat("?=") {
            Some(true)
        } else {
            if !self.eat("?:") && self.peek() == Some('?') {
                return None;
            }
            None
        };
        let part = self.either()?;
        (self.next() == Some(')')).then_some(())?;
        Some(match ahead {
            Some(wanted) => Part::Ahead(Box::new(part), wanted),
            None => part,
        })
    }

    fn counts(&mut self) -> Option<(usize, usize)> {
        let end = self.letters.iter().skip(self.at).position(|letter| *letter == '}')?;
        let text: String = self.letters.iter().skip(self.at).take(end).collect();
        self.at += end + 1;
        let (least, most) = text.split_once(',').unwrap_or((&text, &text));
        let most = if most.is_empty() { usize::MAX } else { most.parse().ok()? };
        let least: usize = least.parse().ok()?;
        (least <= 200).then_some((least, most))
    }

    fn class(&mut self, not: char) -> Option<Part> {
        let negated = self.peek() == Some(not) && self.next().is_some();
        let mut ranges = Vec::new();
        loop {
            let low = match self.next()? {
                ']' if !ranges.is_empty() => break,
                '\\' => match self.escaped()? {
                    Part::Letter(letter) => letter,
                    Part::Class(more, false) => {
                        ranges.extend(more);
                        continue;
                    }
                    _ => return None,
                },
                letter => letter,
            };
            let range = self.peek() == Some('-')
                && self.letters.get(self.at + 1).is_some_and(|letter| *letter != ']');
            if range {
                self.at += 1;
                ranges.push((low, self.next()?));
            } else {
                ranges.push((low, low));
            }
        }
        Some(Part::Class(ranges, negated))
    }

    fn escaped(&mut self) -> Option<Part> {
        let word = || vec![('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')];
        Some(match self.next()? {
            'd' => Part::Class(vec![('0', '9')], false),
            'w' => Part::Class(word(), false),
            'D' => Part::Class(vec![('0', '9')], true),
            'W' => Part::Class(word(), true),
            's' => Part::Class(vec![(' ', ' '), ('\t', '\r')], false),
            'S' => Part::Class(vec![(' ', ' '), ('\t', '\r')], true),
            letter if letter.is_ascii_alphanumeric() => return None,
            letter => Part::Letter(letter),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_oathkeeper_does() {
        use Language::{Glob, Regexp};
        for (pattern, language, text, matches) in [
            ("https://a.test/<.*>", Regexp, "https://a.test/x/y", true),
            ("https://a.test/<.*>", Regexp, "https://aXtest/x", false),
            ("<https?>://a.test/api<(/.*)?>", Regexp, "http://a.test/api", true),
            ("https://a.test/<(?!login|register).*>", Regexp, "https://a.test/login", false),
            ("https://a.test/<(?!login|register).*>", Regexp, "https://a.test/home", true),
            ("https://a.test/<[0-9a-f]{4,}>/x", Regexp, "https://a.test/00ff/x", true),
            ("https://a.test/<*>", Glob, "https://a.test/x", true),
            ("https://a.test/<*>", Glob, "https://a.test/x/y", false),
            ("https://a.test/<**>", Glob, "https://a.test/x/y.css", true),
            (
                "http://a.test/<{login,health/{alive,ready},**.css}>",
                Glob,
                "http://a.test/health/ready",
                true,
            ),
            (
                "http://a.test/<{login,health/{alive,ready},**.css}>",
                Glob,
                "http://a.test/health",
                false,
            ),
        ] {
            let read = Pattern::read(pattern, language).unwrap();
            assert_eq!(read.matches(text), Some(matches), "{pattern} {text}");
        }
    }

    #[test]
    fn malformed_patterns_are_not_judged() {
        for pattern in
            ["https://a/<**>", "https://a/<(>", "https://a/<", "https://a/<(?<=x)y>", "<[>"]
        {
            assert_eq!(Pattern::read(pattern, Language::Regexp), None, "{pattern}");
        }
    }

    #[test]
    fn samples_match_and_hard_patterns_end() {
        let pattern = Pattern::read("https://a.test/<(x|y)/.*>", Language::Regexp).unwrap();
        let samples = pattern.samples();
        assert!(samples.contains(&"https://a.test/y/".to_owned()), "{samples:?}");
        let hard = Pattern::read("<(a|aa|a*)*(b|bb)*>c", Language::Regexp).unwrap();
        let _ = hard.matches(&"a".repeat(60));
        let deep = Pattern::read(&format!("<{}>", "(a)*".repeat(400)), Language::Regexp);
        let _ = deep.map(|deep| deep.matches(&"a".repeat(400)));
    }
}
