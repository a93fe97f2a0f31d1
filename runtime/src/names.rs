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
