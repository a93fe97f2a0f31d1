//! Templates for the tests of this folder, in a notation like `pod_template!`'s: `?` is a hole, `!` what could not be read.

use crate::check::{Checked, Options, check};
use crate::schema::{Minor, Root};
use crate::tree::{Attribute, Entry, HoleId, Key, Node, SpanId, Value};
use crate::{Level, Spelling};

/// Reads the notation. A span is where its token begins, in bytes.
pub(crate) fn read(text: &str) -> Node {
    let mut reader = Reader { text, at: 0, holes: 0 };
    let node = reader.node();
    assert_eq!(reader.rest(), "", "one value");
    node
}

/// Checks a template in Rust's spelling.
pub(crate) fn checked(text: &str) -> Checked {
    check(&read(text), &Options::new(Spelling::Snake))
}

/// What is wrong with a template: `rule at token in path`.
pub(crate) fn wrong(text: &str) -> Vec<String> {
    said(text, |level| level == Level::Error)
}

/// What the API server refuses an object for, in Kubernetes' spelling: `rule at token in path`.
pub(crate) fn refused(text: &str, root: Root) -> Vec<String> {
    let options = Options { server_only: true, ..Options::of(root) };
    said_of(&check(&read(text), &options), text, |level| level == Level::Error)
}

/// What a template is warned of: `rule at token in path`.
pub(crate) fn warned(text: &str) -> Vec<String> {
    said(text, |level| level == Level::Warning)
}

/// What is wrong with a template for a minor version of Kubernetes.
pub(crate) fn wrong_at(minor: u8, text: &str) -> Vec<String> {
    let options = Options { kubernetes: Minor(minor), ..Options::new(Spelling::Snake) };
    said_of(&check(&read(text), &options), text, |level| level == Level::Error)
}

/// What the API server finds wrong with a Pod.
pub(crate) fn wrong_pod(text: &str) -> Vec<String> {
    wrong_pod_at(crate::schema::NEWEST.0, text)
}

/// What the API server of a minor version finds wrong with a Pod.
pub(crate) fn wrong_pod_at(minor: u8, text: &str) -> Vec<String> {
    let options = Options { kubernetes: Minor(minor), server_only: true, ..Options::of(Root::Pod) };
    said_of(&check(&read(text), &options), text, |level| level == Level::Error)
}

fn said(text: &str, wanted: impl Fn(Level) -> bool) -> Vec<String> {
    said_of(&checked(text), text, wanted)
}

fn said_of(checked: &Checked, text: &str, wanted: impl Fn(Level) -> bool) -> Vec<String> {
    let said = checked.diagnostics.iter().filter(|diagnostic| wanted(diagnostic.level)).map(|diagnostic| {
        format!("{} at {} in {}", diagnostic.rule, token(text, diagnostic.at), diagnostic.path)
    });
    said.collect()
}

/// The message and the help of the only diagnostic.
pub(crate) fn message(text: &str) -> (String, String) {
    let mut diagnostics = checked(text).diagnostics;
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    let only = diagnostics.remove(0);
    (only.message, only.help.unwrap_or_default())
}

fn token(text: &str, at: SpanId) -> &str {
    let rest = &text[at.0 as usize..];
    let end = if let Some(string) = rest.strip_prefix('"') {
        string.find('"').expect("a string ends") + 2
    } else {
        rest.find(|letter: char| !letter.is_alphanumeric() && !"_.-/".contains(letter))
            .unwrap_or(rest.len())
            .max(1)
    };
    &rest[..end]
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    holes: u32,
}

impl<'t> Reader<'t> {
    fn rest(&mut self) -> &'t str {
        let rest = self.text[self.at..].trim_start_matches([' ', '\n', ',']);
        self.at = self.text.len() - rest.len();
        rest
    }

    fn take(&mut self, prefix: &str) -> bool {
        let taken = self.rest().starts_with(prefix);
        self.at += if taken { prefix.len() } else { 0 };
        taken
    }

    fn span(&mut self) -> SpanId {
        self.rest();
        SpanId(u32::try_from(self.at).expect("a test's template is short"))
    }

    fn word(&mut self) -> Key {
        let span = self.span();
        let rest = self.rest();
        let (name, length) = if let Some(string) = rest.strip_prefix('"') {
            let end = string.find('"').expect("a string ends");
            (&string[..end], end + 2)
        } else {
            let end =
                rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
            (&rest[..end], end)
        };
        self.at += length;
        Key { name: name.to_owned(), span }
    }

    fn attributes(&mut self) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        while self.take("#[") {
            let name = self.word();
            let mut arguments = Vec::new();
            if self.take("(") {
                while !self.take(")") {
                    arguments.push(self.word());
                }
            }
            assert!(self.take("]"), "an attribute ends");
            attributes.push(Attribute { name, arguments });
        }
        attributes
    }

    fn node(&mut self) -> Node {
        let attributes = self.attributes();
        let span = self.span();
        Node { span, value: self.value(), attributes }
    }

    fn value(&mut self) -> Value {
        if self.take("{") {
            let mut entries = Vec::new();
            while !self.take("}") {
                let key = self.word();
                assert!(self.take(":"), "a key has a value: {}", self.rest());
                entries.push(Entry { key, value: self.node() });
            }
            return Value::Map(entries);
        }
        if self.take("[") {
            let mut items = Vec::new();
            while !self.take("]") {
                items.push(self.node());
            }
            return Value::List(items);
        }
        if self.take("?") {
            self.holes += 1;
            return Value::Hole(HoleId(self.holes - 1));
        }
        if self.take("!") {
            return Value::Broken;
        }
        self.literal()
    }

    fn literal(&mut self) -> Value {
        if self.rest().starts_with('"') {
            return Value::String(self.word().name);
        }
        let rest = self.rest();
        let end = rest.find([',', ' ', '\n', ']', '}']).unwrap_or(rest.len());
        self.at += end;
        match &rest[..end] {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            number if number.contains('.') => Value::Float(number.parse().expect("it is a number")),
            number => Value::Integer(number.parse().expect("it is an integer")),
        }
    }
}
