//! A YAML scalar with its style and its tag: its value, or its text where it is a key.

use std::borrow::Cow;

use granit_parser::{ScalarStyle, Tag};

use super::Problems;
use super::resolve::{self, Scalar};
use crate::tree::{SpanId, Value};

/// The namespace of YAML's own tags.
const CORE: &str = "tag:yaml.org,2002:";

/// A scalar as it is written.
pub(super) struct Written<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) style: ScalarStyle,
    pub(super) tag: Option<&'t Tag>,
}

impl Written<'_> {
    /// Whether it is the key that merges maps.
    pub(super) fn is_merge(&self) -> bool {
        self.text == "<<" && (self.is_implicit() || self.core_tag().is_some_and(|tag| tag == "merge"))
    }

    /// Whether its text says what it is.
    fn is_implicit(&self) -> bool {
        self.tag.is_none() && self.style == ScalarStyle::Plain
    }

    fn core_tag(&self) -> Option<Cow<'_, str>> {
        self.tag?.suffix_in_namespace(CORE)
    }

    /// What it is; `Err` says why it is nothing.
    fn resolved(&self) -> Result<Scalar, String> {
        if self.is_implicit() {
            return Ok(resolve::plain(&self.text));
        }
        let Some(tag) = self.core_tag() else { return Ok(Scalar::Text) };
        let found = match &*tag {
            "bool" | "int" | "float" | "null" => resolve::plain(&self.text),
            "timestamp" if resolve::is_timestamp(&self.text) => return Ok(Scalar::Text),
            "timestamp" => Scalar::Null,
            _ => return Ok(Scalar::Text),
        };
        match (&*tag, &found) {
            ("bool", Scalar::Bool(_))
            | ("int", Scalar::Integer(_) | Scalar::Large(_))
            | ("float", Scalar::Integer(_) | Scalar::Float(_))
            | ("null", Scalar::Null) => Ok(found),
            _ => Err(format!("`{}` is no `!!{tag}`", self.text)),
        }
    }

    /// Its text, decoded where its tag says that it is base64.
    fn text(self) -> Result<String, String> {
        if self.core_tag().is_some_and(|tag| tag == "binary") {
            let bytes = decoded(&self.text).ok_or_else(|| "a `!!binary` is base64 text".to_owned())?;
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
        Ok(self.text.into_owned())
    }
}

/// The value of a scalar; broken where it is none, which is said.
pub(super) fn value(written: Written<'_>, at: SpanId, problems: &mut Problems) -> Value {
    let read = written.resolved().and_then(|scalar| match scalar {
        Scalar::Null => Ok(Value::Null),
        Scalar::Bool(value) => {
            problems.keep(at, &written, if value { "true" } else { "false" });
            Ok(Value::Bool(value))
        }
        Scalar::Integer(number) => {
            if !written.text.starts_with(|first: char| first.is_ascii_digit() && first != '0') {
                problems.keep(at, &written, &number.to_string());
            }
            Ok(Value::Integer(number))
        }
        #[expect(clippy::cast_precision_loss, reason = "no field takes one so large")]
        Scalar::Large(number) => Ok(Value::Float(number as f64)),
        Scalar::Float(number) => {
            problems.keep(at, &written, "");
            of_float(number).ok_or_else(|| format!("`{}` has no form in JSON", written.text))
        }
        Scalar::Text => written.text().map(Value::String),
    });
    read.unwrap_or_else(|message| {
        problems.error(at, message);
        Value::Broken
    })
}

impl Problems {
    /// Keeps the text of a value that is shown otherwise.
    fn keep(&mut self, at: SpanId, written: &Written<'_>, shown: &str) {
        if written.text != shown {
            self.written.push((at, written.text.clone().into_owned()));
        }
    }
}

/// A float as its JSON is read: a whole number is an integer there.
#[expect(clippy::cast_possible_truncation, reason = "it is whole and below 2^63")]
fn of_float(number: f64) -> Option<Value> {
    const TOO_LARGE: f64 = 9_223_372_036_854_775_808.0;
    if number.fract() == 0.0 && number.abs() < TOO_LARGE {
        return Some(Value::Integer(number as i64));
    }
    number.is_finite().then_some(Value::Float(number))
}

/// The text of a scalar that is a key; nothing where it can be none, which is said.
pub(super) fn key(written: Written<'_>, at: SpanId, problems: &mut Problems) -> Option<String> {
    let read = written.resolved().and_then(|scalar| match scalar {
        Scalar::Bool(value) => Ok(value.to_string()),
        Scalar::Integer(number) => Ok(number.to_string()),
        Scalar::Float(number) => Ok(resolve::float_key(number)),
        Scalar::Text => written.text(),
        Scalar::Null | Scalar::Large(_) => Err(format!("`{}` cannot be a key", written.text)),
    });
    read.map_err(|message| {
        problems.error(at, message).help = Some("put the key in quotes".to_owned());
    })
    .ok()
}

/// The text of a node that stands for a key by an alias; nothing where it can be none, which is said.
pub(super) fn key_of(value: &Value, at: SpanId, problems: &mut Problems) -> Option<String> {
    match value {
        Value::String(text) => return Some(text.clone()),
        Value::Bool(value) => return Some(value.to_string()),
        Value::Integer(number) => return Some(number.to_string()),
        Value::Float(number) => return Some(resolve::float_key(*number)),
        Value::Broken => {}
        Value::Map(_) | Value::List(_) | Value::Null | Value::Hole(_) => {
            problems.error(at, "a key is text, and this is none");
        }
    }
    None
}

/// Base64 as Go's `base64.StdEncoding` takes it: padded, with line breaks anywhere.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
    let unpadded = letters.strip_suffix(b"==").or(letters.strip_suffix(b"=")).unwrap_or(&letters);
    if !letters.len().is_multiple_of(4) {
        return None;
    }
    let mut bytes = Vec::with_capacity(letters.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for letter in unpadded {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).expect("it is masked to eight bits"));
        }
    }
    Some(bytes)
}
