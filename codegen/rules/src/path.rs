//! Where the nodes of a tree stand, as a step from one to the next: a path becomes text only where something is said of it.

use std::cell::RefCell;
use std::fmt;

/// The steps to all that was looked at.
pub(crate) struct Steps<'t>(RefCell<Vec<(Step<'t>, u32)>>);

/// A step, and in [`Steps`] the number of the one before it.
enum Step<'t> {
    Root,
    Field(&'t str),
    Item(usize),
    Key(&'t str),
}

/// A way from the root of a tree; its text is the path as the API server writes it.
#[derive(Clone, Copy)]
pub(crate) struct Path<'t> {
    steps: &'t Steps<'t>,
    last: u32,
}

impl<'t> Steps<'t> {
    pub(crate) fn new() -> Steps<'t> {
        Steps(RefCell::new(vec![(Step::Root, 0)]))
    }

    /// How many there are.
    pub(crate) fn number(&self) -> usize {
        self.0.borrow().len()
    }

    /// Forgets all but the first of them: no path that is used later may have others.
    pub(crate) fn forget(&self, all_but: usize) {
        self.0.borrow_mut().truncate(all_but);
    }

    #[inline(never)]
    fn add(&'t self, step: Step<'t>, before: u32) -> Path<'t> {
        let mut steps = self.0.borrow_mut();
        let last = u32::try_from(steps.len()).expect("a document has no four thousand million places");
        steps.push((step, before));
        Path { steps: self, last }
    }

    fn write(&self, last: u32, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = self.0.borrow();
        let (step, before) = &steps[last as usize];
        if *before != 0 {
            self.write(*before, f)?;
        }
        match step {
            Step::Root => Ok(()),
            Step::Field(name) if *before != 0 => write!(f, ".{name}"),
            // Where podwright says `podSpec`, the API server says `spec`.
            Step::Field("podSpec") => f.write_str("spec"),
            Step::Field(name) => f.write_str(name),
            Step::Item(index) => write!(f, "[{index}]"),
            Step::Key(key) => write!(f, "[{key}]"),
        }
    }
}

impl<'t> Path<'t> {
    /// The head of a document.
    pub(crate) fn root(steps: &'t Steps<'t>) -> Path<'t> {
        Path { steps, last: 0 }
    }

    pub(crate) fn field(self, json: &'t str) -> Path<'t> {
        self.steps.add(Step::Field(json), self.last)
    }

    pub(crate) fn item(self, index: usize) -> Path<'t> {
        self.steps.add(Step::Item(index), self.last)
    }

    pub(crate) fn key(self, key: &'t str) -> Path<'t> {
        self.steps.add(Step::Key(key), self.last)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.write(self.last, f)
    }
}

impl From<Path<'_>> for String {
    #[cold]
    #[inline(never)]
    fn from(path: Path<'_>) -> String {
        path.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_the_api_server_does() {
        let steps = Steps::new();
        let root = Path::root(&steps);
        assert_eq!(root.to_string(), "");
        let container = root.field("podSpec").field("containers").item(1);
        assert_eq!(container.to_string(), "spec.containers[1]");
        assert_eq!(root.field("metadata").field("labels").key("a/b").to_string(), "metadata.labels[a/b]");
    }

    #[test]
    fn what_was_there_before_outlives_what_is_forgotten() {
        let steps = Steps::new();
        let spec = Path::root(&steps).field("spec");
        let number = steps.number();
        assert_eq!(spec.field("os").to_string(), "spec.os");
        steps.forget(number);
        assert_eq!(spec.field("dnsPolicy").to_string(), "spec.dnsPolicy");
        assert_eq!(steps.number(), number + 1);
    }
}
