//! References of container images, as the kubelet and the container runtimes read them.
//!
//! The grammar is that of `github.com/distribution/reference` (`ParseNormalizedNamed`). The API server takes almost any
//! text for an image; a pod with one that this refuses never starts (`InvalidImageName`).

use super::{Invalid, character_end};

const PATH: &str = "has a character that may not stand in a repository's name: small letters and digits, with `.`, `_`, \
     `__` or dashes between them";

/// Checks `[domain/]path[:tag][@digest]`.
pub const fn check(text: &str) -> Result<(), Invalid> {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return Err(Invalid::new("is empty", 0, 0));
    }
    if is_hex(bytes, 0, bytes.len()) && bytes.len() == 64 {
        return Err(Invalid::new("is an image's id, not its name", 0, bytes.len()));
    }
    let start = match domain(bytes) {
        Ok(start) => start,
        Err(invalid) => return Err(invalid),
    };
    let path_end = until(bytes, start, b':', b'@');
    if let Err(invalid) = path(bytes, start, path_end) {
        return Err(invalid);
    }
    let mut at = path_end;
    if at < bytes.len() && bytes[at] == b':' {
        at = until(bytes, at + 1, b'@', b'@');
        if let Err(invalid) = tag(bytes, path_end + 1, at) {
            return Err(invalid);
        }
    }
    if at < bytes.len() { digest(bytes, at + 1) } else { Ok(()) }
}

/// Where the repository's path begins: behind a first part that looks like a registry.
const fn domain(bytes: &[u8]) -> Result<usize, Invalid> {
    let end = until(bytes, 0, b'/', b'/');
    if end == bytes.len() || !is_domain(bytes, end) {
        return Ok(0);
    }
    let (host_end, host) = if bytes[0] == b'[' {
        let host_end = until(bytes, 0, b']', b'/') + 1;
        (host_end, ipv6(bytes, host_end))
    } else {
        let host_end = until(bytes, 0, b':', b'/');
        (host_end, host_name(bytes, host_end))
    };
    match host {
        // `a.b_c/d` is no registry, and a fine path.
        Err(_) if host_end == end && path(bytes, 0, until(bytes, 0, b':', b'@')).is_ok() => Ok(0),
        Err(invalid) => Err(invalid),
        Ok(()) => port(bytes, host_end, end),
    }
}

const fn host_name(bytes: &[u8], end: usize) -> Result<(), Invalid> {
    if end == 0 {
        return Err(Invalid::new("has a port without a registry before it", 0, 1));
    }
    let mut at = 0;
    while at < end {
        let edge = at == 0 || at + 1 == end || bytes[at - 1] == b'.' || bytes[at + 1] == b'.';
        if !(bytes[at].is_ascii_alphanumeric() || !edge && (bytes[at] == b'-' || bytes[at] == b'.')) {
            return Err(Invalid::new("has a registry that is no host name", at, character_end(bytes, at)));
        }
        at += 1;
    }
    Ok(())
}

const fn ipv6(bytes: &[u8], end: usize) -> Result<(), Invalid> {
    let mut at = 1;
    while at + 1 < end {
        if !(bytes[at].is_ascii_hexdigit() || bytes[at] == b':') {
            return Err(Invalid::new("has a registry that is no IPv6 address", at, character_end(bytes, at)));
        }
        at += 1;
    }
    Ok(())
}

/// A port, if there is one, and then where the path begins.
const fn port(bytes: &[u8], start: usize, end: usize) -> Result<usize, Invalid> {
    if start > end || start == 2 && bytes[0] == b'[' {
        return Err(Invalid::new("has a registry that is no IPv6 address", 0, end));
    }
    let mut at = start + 1;
    while at < end && bytes[at].is_ascii_digit() {
        at += 1;
    }
    if start < end && (bytes[start] != b':' || at < end || end == start + 1) {
        return Err(Invalid::new("has a registry whose port is no number", start, end));
    }
    Ok(end + 1)
}

/// Whether the part before the first `/` is a registry: `localhost`, or with a dot, a colon or a capital letter.
const fn is_domain(bytes: &[u8], end: usize) -> bool {
    let mut at = 0;
    while at < end {
        if matches!(bytes[at], b'.' | b':' | b'A'..=b'Z') {
            return true;
        }
        at += 1;
    }
    bytes.len() > 9 && matches!(bytes, [b'l', b'o', b'c', b'a', b'l', b'h', b'o', b's', b't', b'/', ..])
}

const fn path(bytes: &[u8], start: usize, end: usize) -> Result<(), Invalid> {
    if start == end {
        return Err(Invalid::new("has no repository", start, end));
    }
    // A name without a registry and a `/` is one of Docker Hub's `library/`, which counts.
    let limit = if start == 0 && until(bytes, 0, b'/', b'/') >= end { 247 } else { 255 };
    if end - start > limit {
        return Err(Invalid::new("has a repository of more than 255 characters", start, end));
    }
    let mut at = start;
    while at < end {
        let byte = bytes[at];
        if byte.is_ascii_uppercase() {
            return Err(Invalid::new("has a capital letter in its repository", at, at + 1));
        }
        let run = separator_end(bytes, at, end);
        if run == at && !is_alphanumeric(byte) {
            return Err(Invalid::new(PATH, at, character_end(bytes, at)));
        }
        if run > at {
            let inner = at > start
                && run < end
                && bytes[at - 1].is_ascii_alphanumeric()
                && bytes[run].is_ascii_alphanumeric();
            let known = byte == b'-' || run - at == 1 || byte == b'_' && run - at == 2;
            if !(inner && known) {
                return Err(Invalid::new("has a separator with no letter or digit on both sides", at, run));
            }
        }
        at = if run > at { run } else { at + 1 };
    }
    Ok(())
}

/// Where a run of one separator ends: `/`, `.`, `_` or `-`.
const fn separator_end(bytes: &[u8], start: usize, end: usize) -> usize {
    let mut at = start;
    while at < end && bytes[at] == bytes[start] && matches!(bytes[at], b'/' | b'.' | b'_' | b'-') {
        at += 1;
    }
    at
}

const fn tag(bytes: &[u8], start: usize, end: usize) -> Result<(), Invalid> {
    if start == end {
        return Err(Invalid::new("has no tag behind its `:`", start - 1, end));
    }
    let mut at = start;
    while at < end {
        let word = bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_';
        if !(word || at > start && matches!(bytes[at], b'.' | b'-')) {
            return Err(Invalid::new(
                "has a character that may not stand there in a tag",
                at,
                character_end(bytes, at),
            ));
        }
        at += 1;
    }
    if end - start > 128 {
        return Err(Invalid::new("has a tag of more than 128 characters", start, end));
    }
    Ok(())
}

const fn digest(bytes: &[u8], start: usize) -> Result<(), Invalid> {
    let colon = until(bytes, start, b':', b':');
    let length = match colon - start {
        6 if follows(bytes, start, b"sha256") => 64,
        6 if follows(bytes, start, b"sha384") => 96,
        6 if follows(bytes, start, b"sha512") => 128,
        _ => {
            return Err(Invalid::new(
                "has a digest of an unknown algorithm: write `sha256:…`",
                start,
                bytes.len(),
            ));
        }
    };
    if colon + 1 + length != bytes.len() || !is_hex(bytes, colon + 1, bytes.len()) {
        return Err(Invalid::new(
            "has a digest that is not the algorithm's number of small hexadecimal digits",
            start,
            bytes.len(),
        ));
    }
    Ok(())
}

const fn follows(bytes: &[u8], start: usize, word: &[u8]) -> bool {
    let mut at = 0;
    while at < word.len() && start + at < bytes.len() && bytes[start + at] == word[at] {
        at += 1;
    }
    at == word.len()
}

const fn is_hex(bytes: &[u8], start: usize, end: usize) -> bool {
    let mut at = start;
    while at < end && matches!(bytes[at], b'0'..=b'9' | b'a'..=b'f') {
        at += 1;
    }
    at == end
}

const fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

const fn until(bytes: &[u8], start: usize, one: u8, other: u8) -> usize {
    let mut at = start;
    while at < bytes.len() && bytes[at] != one && bytes[at] != other {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::check;
    use proptest::prelude::*;

    const SHA: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn images_that_a_kubelet_pulls_are_taken() {
        let digest = format!("nginx:1.29@sha256:{SHA}");
        for right in [
            "nginx",
            "nginx:latest",
            "prom/pushgateway:v1.5.1",
            "registry.example.com/a/b__c/d-e.f:V1_2",
            "localhost/a",
            "localhost:5000/a:1",
            "REGISTRY/a",
            "127.0.0.1:30500/podwright@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "[::1]:5000/a",
            "a---b/c",
            "a.b_c/d:1",
            digest.as_str(),
            &"a".repeat(247),
        ] {
            assert_eq!(check(right), Ok(()), "{right}");
        }
    }

    #[test]
    fn what_is_wrong_is_shown_where_it_is() {
        let id_digest = format!("a@md5:{SHA}");
        for (wrong, range) in [
            ("", 0..0),
            (SHA, 0..64),
            ("a b::", 1..2),
            (" a", 0..1),
            ("Nginx", 0..1),
            ("a/B:1", 2..3),
            ("nginx:", 5..6),
            ("nginx:-1", 6..7),
            ("nginx:a:b", 7..8),
            ("a//b", 1..3),
            ("/a", 0..1),
            ("a/", 1..2),
            ("a..b/c", 1..2),
            ("a.b:x/c", 3..5),
            ("a.b:/c", 3..4),
            ("a_.b", 1..2),
            ("a___b", 1..4),
            ("[::1/c", 0..4),
            ("[]:5/c", 0..4),
            ("https://a.b/c", 5..6),
            (":5000/a", 0..1),
            ("a.b_c:80/d", 3..4),
            ("a.b/", 4..4),
            ("-a.b/c", 0..1),
            (id_digest.as_str(), 2..70),
            ("a@sha256:12", 2..11),
            ("a@", 2..2),
            ("é", 0..2),
        ] {
            assert_eq!(check(wrong).expect_err(wrong).range(), range, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in prop_oneof![any::<String>(), "[a-zA-Z0-9:/@._\\[\\] -]{0,20}"]) {
            if let Err(invalid) = check(&text) {
                prop_assert!(text.get(invalid.range()).is_some());
            }
        }
    }
}
