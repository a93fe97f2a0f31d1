//! A text put together at compile time: what a const builder or a lookup says when it refuses.

const ROOM: usize = 1024;

/// Text in a fixed buffer; what does not fit is cut.
pub(crate) struct Message {
    bytes: [u8; ROOM],
    length: usize,
}

impl Message {
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; ROOM], length: 0 }
    }

    pub(crate) const fn push(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        if self.length + text.len() <= ROOM {
            let mut at = 0;
            while at < text.len() {
                self.bytes[self.length] = text[at];
                self.length += 1;
                at += 1;
            }
        }
        self
    }

    /// Appends a text in backquotes.
    pub(crate) const fn quote(self, text: &str) -> Self {
        self.push("`").push(text).push("`")
    }

    /// Appends a list of texts in backquotes, with commas between them; `nothing` where it is empty.
    pub(crate) const fn list(mut self, texts: &[&str], nothing: &str) -> Self {
        let mut at = 0;
        while at < texts.len() {
            if at > 0 {
                self = self.push(", ");
            }
            self = self.quote(texts[at]);
            at += 1;
        }
        if texts.is_empty() { self.push(nothing) } else { self }
    }

    #[track_caller]
    pub(crate) const fn panic(&self) -> ! {
        match core::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("a name that is no text"),
        }
    }
}

/// Whether two texts are the same; `==` is not const.
pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_whole() {
        assert!(same("cpu", "cpu"));
        assert!(!same("cpu", "cpus") && !same("cpu", "gpu"));
    }

    #[test]
    #[should_panic(expected = "it has `a`, `b`")]
    fn a_list_names_what_there_is() {
        Message::new().push("it has ").list(&["a", "b"], "nothing").panic();
    }
}
