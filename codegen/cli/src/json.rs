//! JSON text, written as it comes: no tree of it is needed.

use std::fmt::{Display, Write as _};

/// Writes the text of one object, field after field.
pub(crate) struct Object<'t> {
    text: &'t mut String,
    is_empty: bool,
}

/// An object with the fields that `fields` writes.
pub(crate) fn object(text: &mut String, fields: impl FnOnce(&mut Object<'_>)) {
    text.push('{');
    fields(&mut Object { text, is_empty: true });
    text.push('}');
}

/// A list of what `item` writes for each.
pub(crate) fn list<T>(
    text: &mut String,
    items: impl IntoIterator<Item = T>,
    mut item: impl FnMut(&mut String, T),
) {
    text.push('[');
    for (at, value) in items.into_iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        item(text, value);
    }
    text.push(']');
}

/// A string in quotes.
pub(crate) fn string(text: &mut String, value: &str) {
    text.push('"');
    for letter in value.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            control if control < ' ' => write(text, format_args!("\\u{:04x}", u32::from(control))),
            other => text.push(other),
        }
    }
    text.push('"');
}

/// A value that is written in JSON as it is displayed: a number or a boolean.
pub(crate) fn plain(text: &mut String, value: impl Display) {
    write(text, format_args!("{value}"));
}

fn write(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("a string takes any text");
}

impl Object<'_> {
    /// A field with what `value` writes.
    pub(crate) fn field(&mut self, name: &str, value: impl FnOnce(&mut String)) {
        if !self.is_empty {
            self.text.push(',');
        }
        self.is_empty = false;
        string(self.text, name);
        self.text.push(':');
        value(self.text);
    }

    /// A field with a string.
    pub(crate) fn string(&mut self, name: &str, value: &str) {
        self.field(name, |text| string(text, value));
    }

    /// A field with a number or a boolean.
    pub(crate) fn plain(&mut self, name: &str, value: impl Display) {
        self.field(name, |text| plain(text, value));
    }

    /// A field with an object.
    pub(crate) fn object(&mut self, name: &str, fields: impl FnOnce(&mut Object<'_>)) {
        self.field(name, |text| object(text, fields));
    }
}
