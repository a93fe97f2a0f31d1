//! Names in the const builders: what Kubernetes would refuse does not compile. And names that are made of others.

use podwright_rules::formats::{Invalid, name};

use crate::message::Message;

/// Asserts a DNS label: an environment's name.
#[track_caller]
pub(crate) const fn label(text: &str) {
    checked("name", text, name::label(text));
}

/// Asserts the name of a Kubernetes object.
#[track_caller]
pub(crate) const fn object(text: &str) {
    checked("name of the Secret", text, name::subdomain(text));
}

/// Asserts a key of a Secret.
#[track_caller]
pub(crate) const fn key(text: &str) {
    checked("key of the Secret", text, name::key(text));
}

/// Asserts the name of an environment variable.
#[track_caller]
pub(crate) const fn env(text: &str) {
    checked("name of the variable", text, name::env(text));
}

/// A text in small letters, digits and dashes, with none of these at its ends; empty where nothing is left.
#[cfg(feature = "cluster")]
pub(crate) fn dashed(text: &str) -> String {
    let small = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    text.chars().map(small).collect::<String>().trim_matches('-').to_owned()
}

/// The name that is most like this one, where one is more like it than `alike`, of 1.
pub(crate) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>, alike: f64) -> Option<&'n str> {
    known
        .map(|known| (strsim::jaro_winkler(known, name), known))
        .filter(|(likeness, _)| *likeness > alike)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

/// Asserts an absolute path of a file.
#[track_caller]
pub(crate) const fn absolute_path(text: &str) {
    let bytes = text.as_bytes();
    if bytes.len() < 2 || bytes[0] != b'/' || bytes[bytes.len() - 1] == b'/' {
        Message::new()
            .push("the path ")
            .quote(text)
            .push(" is not that of a file: begin it with `/` and end it with a name")
            .panic();
    }
}

#[track_caller]
const fn checked(what: &str, text: &str, verdict: Result<(), Invalid>) {
    if let Err(invalid) = verdict {
        Message::new().push("the ").push(what).push(" ").quote(text).push(" ").push(invalid.reason).panic();
    }
}
