//! A template with every field that a pod can have, from the tables that templates are checked by.

use std::fmt::Write as _;

use podwright_rules::schema::root::TEMPLATE;
use podwright_rules::schema::{Shape, Type};

/// The template's fields as they are written, and how many they are. A type's fields stand where the type comes first.
pub(crate) fn template() -> (String, usize) {
    let mut written = Written::default();
    written.fields(&TEMPLATE);
    (written.text, written.fields)
}

#[derive(Default)]
struct Written {
    text: String,
    fields: usize,
    types: Vec<&'static str>,
}

impl Written {
    fn fields(&mut self, of: &'static Type) {
        if self.types.contains(&of.name) {
            return;
        }
        self.types.push(of.name);
        for field in of.fields {
            self.fields += 1;
            write!(self.text, "{}: ", field.name).unwrap();
            self.value(&field.shape);
            self.text.push_str(",\n");
        }
    }

    fn value(&mut self, shape: &'static Shape) {
        let (open, close) = match shape {
            Shape::Object(_) | Shape::Map(_) => ('{', '}'),
            Shape::List(_) => ('[', ']'),
            _ => return self.text.push('1'),
        };
        self.text.push(open);
        match shape {
            Shape::Object(of) => self.fields(of),
            Shape::List(items) => self.value(items),
            _ => {}
        }
        self.text.push(close);
    }
}
