//! JSON documents, one after another, as Go's encoding/json takes them: nothing but JSON, with places.

use super::place::{Place, Ruler};
use super::{Chunk, Document, NESTING, Problems};
use crate::tree::{Entry, Key, Node, SpanId, Value};

/// The documents of a chunk, up to the first mistake.
pub(super) fn read(chunk: &Chunk<'_>) -> Vec<Document> {
    let mut reader = Reader {
        text: chunk.text,
        at: 0,
        ruler: Ruler::new(chunk.text, chunk.first_line),
        problems: Problems::default(),
        open: Vec::new(),
    };
    let mut documents = Vec::new();
    while !reader.rest().is_empty() {
        let read = reader.value();
        let problems = std::mem::take(&mut reader.problems);
        let Ok(tree) = read else {
            documents.push(problems.broken());
            break;
        };
        documents.push(problems.finish(tree));
    }
    documents
}

/// What is wrong was said, and nothing can be read after it.
struct Said;

enum Open {
    Map { span: SpanId, entries: Vec<Entry>, key: Key },
    List { span: SpanId, items: Vec<Node> },
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    ruler: Ruler<'t>,
    problems: Problems,
    open: Vec<Open>,
}

impl<'t> Reader<'t> {
    /// A value with all that is in it; the maps and lists around what is read stand in `open`.
    fn value(&mut self) -> Result<Node, Said> {
        loop {
            let Some(mut read) = self.begin()? else { continue };
            loop {
                match self.open.last_mut() {
                    None => return Ok(read),
                    Some(Open::Map { entries, key, .. }) => {
                        let name = std::mem::take(&mut key.name);
                        entries.push(Entry { key: Key { name, span: key.span }, value: read });
                    }
                    Some(Open::List { items, .. }) => items.push(read),
                }
                match self.after()? {
                    Some(ended) => read = ended,
                    None => break,
                }
            }
        }
    }

    /// Reads a scalar, an empty map or an empty list; nothing where a map or a list begins that is not empty.
    fn begin(&mut self) -> Result<Option<Node>, Said> {
        let rest = self.rest();
        let start = self.at;
        let (span, open) = match rest.as_bytes().first() {
            Some(b'{') => (self.token(start, start + 1), true),
            Some(b'[') => (self.token(start, start + 1), false),
            Some(b'"') => {
                let (text, end) = self.string()?;
                return Ok(Some(Node::new(self.token(start, end), Value::String(text))));
            }
            _ => return self.word().map(Some),
        };
        if self.open.len() == NESTING {
            self.problems.error(span, format!("this is nested deeper than {NESTING} levels"));
            return Err(Said);
        }
        let close = if open { '}' } else { ']' };
        if self.rest().starts_with(close) {
            self.at += 1;
            let empty = if open { Value::Map(Vec::new()) } else { Value::List(Vec::new()) };
            return Ok(Some(Node::new(span, empty)));
        }
        let begun = if open {
            Open::Map { span, entries: Vec::new(), key: self.key()? }
        } else {
            Open::List { span, items: Vec::new() }
        };
        self.open.push(begun);
        Ok(None)
    }

    /// After a value of a map or a list: goes on to the next one, or gives the whole where it ends.
    fn after(&mut self) -> Result<Option<Node>, Said> {
        let is_map = matches!(self.open.last(), Some(Open::Map { .. }));
        let next = self.rest().as_bytes().first().copied();
        match (next, is_map) {
            (Some(b','), true) => {
                self.at += 1;
                let next = self.key()?;
                if let Some(Open::Map { key, .. }) = self.open.last_mut() {
                    *key = next;
                }
                Ok(None)
            }
            (Some(b','), false) => {
                self.at += 1;
                Ok(None)
            }
            (Some(b'}'), true) | (Some(b']'), false) => {
                self.at += 1;
                Ok(self.open.pop().map(|open| match open {
                    Open::Map { span, entries, .. } => Node::new(span, Value::Map(entries)),
                    Open::List { span, items } => Node::new(span, Value::List(items)),
                }))
            }
            (_, true) => Err(self.unexpected("a `,` or a `}`")),
            (_, false) => Err(self.unexpected("a `,` or a `]`")),
        }
    }

    fn key(&mut self) -> Result<Key, Said> {
        self.rest();
        let start = self.at;
        if !self.text[start..].starts_with('"') {
            return Err(self.unexpected("a name in double quotes"));
        }
        let (name, end) = self.string()?;
        let span = self.token(start, end);
        if !self.rest().starts_with(':') {
            return Err(self.unexpected("a `:`"));
        }
        self.at += 1;
        Ok(Key { name, span })
    }

    fn word(&mut self) -> Result<Node, Said> {
        let rest = self.rest();
        let start = self.at;
        let end = rest.find([',', ']', '}', ':', ' ', '\t', '\n', '\r', '"', '[', '{']).unwrap_or(rest.len());
        let value = match &rest[..end] {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            number if is_number(number) => of_number(number),
            _ => return Err(self.unexpected("a value")),
        };
        Ok(Node::new(self.token(start, start + end), value))
    }

    /// A string at the place that is read, and the byte after it.
    fn string(&mut self) -> Result<(String, usize), Said> {
        let mut text = String::new();
        let mut at = self.at + 1;
        loop {
            let rest = &self.text[at..];
            let plain =
                rest.find(|letter| letter == '"' || letter == '\\' || letter < ' ').unwrap_or(rest.len());
            text.push_str(&rest[..plain]);
            at += plain;
            match self.text.as_bytes().get(at) {
                Some(b'"') => return Ok((text, at + 1)),
                Some(b'\\') => at = self.escape(at, &mut text)?,
                Some(_) => {
                    return Err(self.wrong(
                        at,
                        at + 1,
                        "a string has no control character",
                        "write it as an escape: `\\n`",
                    ));
                }
                None => {
                    let end =
                        self.text[self.at..].find('\n').map_or(self.text.len(), |length| self.at + length);
                    return Err(self.wrong(
                        self.at,
                        end,
                        "this string is not closed",
                        "close it with a `\"`",
                    ));
                }
            }
        }
    }

    /// The byte after an escape. A half of a surrogate pair alone is U+FFFD, as Go has it.
    fn escape(&mut self, at: usize, text: &mut String) -> Result<usize, Said> {
        let letter = match self.text.as_bytes().get(at + 1) {
            Some(&letter @ (b'"' | b'\\' | b'/')) => char::from(letter),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let Some(unit) = self.unit(at) else {
                    return Err(self.wrong(
                        at,
                        at + 2,
                        "`\\u` is followed by four hexadecimal digits",
                        "write `\\u00e9`",
                    ));
                };
                let low = self.unit(at + 6).filter(|low| (0xdc00..0xe000).contains(low));
                if let (0xd800..0xdc00, Some(low)) = (unit, low) {
                    let pair = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                    text.push(char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER));
                    return Ok(at + 12);
                }
                text.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
                return Ok(at + 6);
            }
            _ => {
                return Err(self.wrong(
                    at,
                    at + 1,
                    "there is no such escape in JSON",
                    "write `\\\\` for a backslash",
                ));
            }
        };
        text.push(letter);
        Ok(at + 2)
    }

    /// The number in `\uXXXX`.
    fn unit(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
        let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if all { u32::from_str_radix(digits, 16).ok() } else { None }
    }

    /// What follows the white space here.
    fn rest(&mut self) -> &'t str {
        let rest = self.text[self.at..].trim_start_matches([' ', '\t', '\n', '\r']);
        self.at = self.text.len() - rest.len();
        rest
    }

    /// Keeps the place of a token, and goes on behind it.
    fn token(&mut self, start: usize, end: usize) -> SpanId {
        self.at = end;
        let place = Place { start: self.ruler.position(start), end: self.ruler.position(end) };
        self.problems.places.add(place)
    }

    fn unexpected(&mut self, wanted: &str) -> Said {
        let rest = self.rest();
        let start = self.at;
        let length = rest.find([',', ']', '}', ':', ' ', '\t', '\n', '\r', '"']).unwrap_or(rest.len());
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = start + length.max(first);
        let message = if rest.is_empty() {
            format!("the document ends where {wanted} is expected")
        } else {
            format!("{wanted} is expected here")
        };
        self.wrong(start, end, &message, "a document that begins with `{` is JSON: names and text stand in double quotes, and no comma is left over")
    }

    fn wrong(&mut self, start: usize, end: usize, message: &str, help: &str) -> Said {
        let span = self.token(start.min(self.text.len()), end.min(self.text.len()));
        self.problems.error(span, message).help = Some(help.to_owned());
        Said
    }
}

/// The grammar of a number in JSON.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(unsigned);
    if whole == 0 || whole > 1 && unsigned.starts_with('0') {
        return false;
    }
    let mut rest = &unsigned[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    let Some(exponent) = rest.strip_prefix(['e', 'E']) else { return rest.is_empty() };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    !exponent.is_empty() && digits(exponent) == exponent.len()
}

/// `80.0` stays a float: the API server takes it for no integer.
fn of_number(text: &str) -> Value {
    text.parse().map_or_else(|_| Value::Float(text.parse().unwrap_or(f64::INFINITY)), Value::Integer)
}
