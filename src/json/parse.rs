//! Parses JSON text.

use thiserror::Error;

use super::Json;

/// The position of a JSON error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("line {line}, column {column}")]
pub struct NotJson {
    /// The line, starting at 1.
    pub line: u32,
    /// The byte in the line, starting at 1.
    pub column: u32,
}

/// The maximum nesting depth. Kratos' answers need 10. A server must not be able to overflow the
/// stack.
const DEPTH: u8 = 64;

pub(super) fn document(text: &str) -> Result<Json, NotJson> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(DEPTH).filter(|_| {
        reader.blanks();
        reader.at == text.len()
    });
    value.ok_or_else(|| reader.position())
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Takes the next byte if it is `wanted`.
    fn take(&mut self, wanted: u8) -> Option<()> {
        let is_next = self.peek() == Some(wanted);
        self.at += usize::from(is_next);
        is_next.then_some(())
    }

    fn skip(&mut self, belongs: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&belongs) {
            self.at += 1;
        }
    }

    fn blanks(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    fn value(&mut self, depth: u8) -> Option<Json> {
        self.blanks();
        match self.peek()? {
            b'"' => self.string().map(Json::Text),
            b'{' => {
                let mut members = Vec::new();
                self.items(depth, b'}', |reader, depth| {
                    let name = reader.string()?;
                    reader.blanks();
                    reader.take(b':')?;
                    members.push((name, reader.value(depth)?));
                    Some(())
                })?;
                Some(Json::Object(members))
            }
            b'[' => {
                let mut elements = Vec::new();
                self.items(depth, b']', |reader, depth| {
                    elements.push(reader.value(depth)?);
                    Some(())
                })?;
                Some(Json::List(elements))
            }
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        let is_next = self.text.get(self.at..)?.starts_with(word);
        self.at += if is_next { word.len() } else { 0 };
        is_next.then_some(value)
    }

    /// Parses the items up to the closing bracket `end`.
    fn items(
        &mut self,
        depth: u8,
        end: u8,
        mut item: impl FnMut(&mut Self, u8) -> Option<()>,
    ) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        self.at += 1;
        self.blanks();
        if self.take(end).is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            item(self, depth)?;
            self.blanks();
            if self.take(end).is_some() {
                return Some(());
            }
            self.take(b',')?;
        }
    }

    fn number(&mut self) -> Option<Json> {
        let start = self.at;
        let _ = self.take(b'-');
        if self.take(b'0').is_none() {
            self.digits()?;
        }
        if self.take(b'.').is_some() {
            self.digits()?;
        }
        if self.take(b'e').or_else(|| self.take(b'E')).is_some() {
            let _ = self.take(b'+').or_else(|| self.take(b'-'));
            self.digits()?;
        }
        self.text.get(start..self.at).map(|digits| Json::Number(digits.to_owned()))
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        self.skip(|byte| byte.is_ascii_digit());
        (self.at > start).then_some(())
    }

    fn string(&mut self) -> Option<String> {
        self.take(b'"')?;
        let mut out = String::new();
        loop {
            let start = self.at;
            self.skip(|byte| byte != b'"' && byte != b'\\' && byte >= b' ');
            out.push_str(self.text.get(start..self.at)?);
            if self.take(b'"').is_some() {
                return Some(out);
            }
            self.take(b'\\')?;
            let escape = self.peek()?;
            self.at += 1;
            out.push(match escape {
                b'"' | b'\\' | b'/' => char::from(escape),
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'u' => self.unicode()?,
                _ => return None,
            });
        }
    }

    /// The character of `\uXXXX`, or of two of them that form a surrogate pair. A lone surrogate
    /// becomes the replacement character.
    fn unicode(&mut self) -> Option<char> {
        let first = self.unit()?;
        if !(0xd800..0xdc00).contains(&first) {
            return Some(char::from_u32(first).unwrap_or('\u{fffd}'));
        }
        let back = self.at;
        let second = self.word("\\u", Json::Null).and_then(|_| self.unit());
        match second {
            Some(second @ 0xdc00..0xe000) => {
                char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
            }
            _ => {
                self.at = back;
                Some('\u{fffd}')
            }
        }
    }

    fn unit(&mut self) -> Option<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit * 16 + char::from(self.peek()?).to_digit(16)?;
            self.at += 1;
        }
        Some(unit)
    }

    fn position(&self) -> NotJson {
        let (mut line, mut column) = (1, 1);
        for byte in self.text.bytes().take(self.at) {
            column += 1;
            if byte == b'\n' {
                line += 1;
                column = 1;
            }
        }
        NotJson { line, column }
    }
}
