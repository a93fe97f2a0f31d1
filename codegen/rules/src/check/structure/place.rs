//! Where a value stands: its path is put together only where something is said of it.

use crate::schema::Field;

/// A step on the way from the root to a value; the steps before it stand on the stack.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    before: Option<&'p Place<'p>>,
    step: Step<'p>,
    /// The field that the value belongs to; the root has none.
    pub(super) field: Option<&'static Field>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Field(&'p str),
    Item(usize),
    Key(&'p str),
}

impl<'p> Place<'p> {
    /// The head of a document.
    pub(super) fn root() -> Place<'p> {
        Place { before: None, step: Step::Root, field: None }
    }

    /// The value of a field.
    pub(super) fn field(&'p self, field: &'static Field) -> Place<'p> {
        // Where podwright says `pod_spec`, the API server says `spec`.
        let is_head = matches!(self.step, Step::Root);
        let json = if is_head && field.json == "podSpec" { "spec" } else { field.json };
        Place { before: Some(self), step: Step::Field(json), field: Some(field) }
    }

    /// An item of a list.
    pub(super) fn item(&'p self, index: usize) -> Place<'p> {
        Place { before: Some(self), step: Step::Item(index), field: self.field }
    }

    /// The value of a key of the user's.
    pub(super) fn key(&'p self, key: &'p str) -> Place<'p> {
        Place { before: Some(self), step: Step::Key(key), field: self.field }
    }

    /// The path as the API server writes it.
    pub(super) fn path(&self) -> String {
        let before = self.before.map_or_else(String::new, Place::path);
        match self.step {
            Step::Root => before,
            Step::Field(name) => named(&before, name),
            Step::Item(index) => format!("{before}[{index}]"),
            Step::Key(key) => format!("{before}[{key}]"),
        }
    }

    /// The path of a field of this name.
    pub(super) fn named(&self, name: &str) -> String {
        named(&self.path(), name)
    }
}

fn named(before: &str, name: &str) -> String {
    let dot = if before.is_empty() { "" } else { "." };
    format!("{before}{dot}{name}")
}
