//! Names: the forms that `k8s.io/apimachinery` asks of them (`pkg/util/validation`).

use super::{Invalid, character_end};

/// A DNS-1123 label: the name of a container, a volume, a namespace (`IsDNS1123Label`).
pub const fn label(text: &str) -> Result<(), Invalid> {
    match dns(text.as_bytes(), 0, text.len()) {
        Ok(()) => at_most(text, 63, "is longer than 63 characters"),
        Err(invalid) => Err(invalid),
    }
}

/// A DNS-1123 subdomain: labels with dots between them, the name of most objects (`IsDNS1123Subdomain`).
pub const fn subdomain(text: &str) -> Result<(), Invalid> {
    match subdomain_until(text.as_bytes(), text.len()) {
        Ok(()) => at_most(text, 253, "is longer than 253 characters"),
        Err(invalid) => Err(invalid),
    }
}

/// The beginning of a generated name: a subdomain, whose end is not looked at where it is a `-` (`maskTrailingDash`).
pub fn prefix(text: &str) -> Result<(), Invalid> {
    let masked = text.strip_suffix('-').and_then(|rest| rest.get(..rest.len().checked_sub(1)?));
    match masked {
        Some(rest) => subdomain(&format!("{rest}a")),
        None => subdomain(text),
    }
}

/// A domain that names are searched in: a subdomain whose labels may have `_` in them and before them
/// (`IsDNS1123SubdomainWithUnderscore`).
///
/// # Errors
///
/// Where it has another form, or is longer than 253 characters.
pub fn search_domain(text: &str) -> Result<(), Invalid> {
    let mut start = 0;
    for label in text.split('.') {
        let end = start + label.len();
        let inner = label.strip_prefix('_').unwrap_or(label);
        let ends = [inner.chars().next(), inner.chars().next_back()];
        if !ends.iter().all(|end| end.is_some_and(|end| end.is_ascii_lowercase() || end.is_ascii_digit())) {
            return Err(Invalid::new(
                "has a label that does not begin and end with a small letter or a digit",
                start,
                end,
            ));
        }
        if let Some(at) = label.find(|letter: char| !matches!(letter, 'a'..='z' | '0'..='9' | '-' | '_')) {
            let at = start + at;
            let end = character_end(text.as_bytes(), at);
            return Err(Invalid::new("has a character that is no small letter, digit, `-` or `_`", at, end));
        }
        start = end + 1;
    }
    at_most(text, 253, "is longer than 253 characters")
}

/// The key of a label or an annotation, or a resource: `app` or `example.com/app` (`IsQualifiedName`).
pub const fn qualified(text: &str) -> Result<(), Invalid> {
    let bytes = text.as_bytes();
    let slash = find(bytes, b'/', 0);
    if slash == bytes.len() {
        return word(bytes, 0, "is empty");
    }
    if find(bytes, b'/', slash + 1) < bytes.len() {
        return Err(Invalid::new("has more than one `/`", find(bytes, b'/', slash + 1), bytes.len()));
    }
    if slash == 0 {
        return Err(Invalid::new("has nothing before its `/`, where a domain stands", 0, 1));
    }
    if slash > 253 {
        return Err(Invalid::new("has a prefix longer than 253 characters", 253, slash));
    }
    match subdomain_until(bytes, slash) {
        Ok(()) => word(bytes, slash + 1, "has nothing behind its `/`"),
        Err(invalid) => Err(invalid),
    }
}

/// The value of a label; it may be empty (`IsValidLabelValue`).
pub const fn label_value(text: &str) -> Result<(), Invalid> {
    if text.is_empty() { Ok(()) } else { word(text.as_bytes(), 0, "is empty") }
}

/// The name of a port (`IsValidPortName`).
pub const fn port(text: &str) -> Result<(), Invalid> {
    let bytes = text.as_bytes();
    if let Err(invalid) = dns(bytes, 0, bytes.len()) {
        return Err(invalid);
    }
    let (mut letter, mut at) = (false, 0);
    while at < bytes.len() {
        letter |= bytes[at].is_ascii_lowercase();
        if bytes[at] == b'-' && bytes[at + 1] == b'-' {
            return Err(Invalid::new("has two `-` in a row", at, at + 2));
        }
        at += 1;
    }
    if !letter {
        return Err(Invalid::new("has no letter, by which it is told from a port's number", 0, bytes.len()));
    }
    at_most(text, 15, "is longer than 15 characters")
}

/// The name of an environment variable (`IsRelaxedEnvVarName`, the rule since Kubernetes 1.32).
pub const fn env(text: &str) -> Result<(), Invalid> {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return Err(Invalid::new("is empty", 0, 0));
    }
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'=' => return Err(Invalid::new("has a `=` in it", at, at + 1)),
            b' '..=b'~' => at += 1,
            _ => {
                let end = character_end(bytes, at);
                return Err(Invalid::new("has a character that is not printable ASCII", at, end));
            }
        }
    }
    Ok(())
}

/// A key of a ConfigMap or a Secret (`IsConfigMapKey`).
pub const fn key(text: &str) -> Result<(), Invalid> {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return Err(Invalid::new("is empty", 0, 0));
    }
    let mut at = 0;
    while at < bytes.len() {
        if !is_word(bytes[at]) {
            let end = character_end(bytes, at);
            return Err(Invalid::new("has a character that is no letter, digit, `-`, `_` or `.`", at, end));
        }
        at += 1;
    }
    match bytes {
        [b'.'] => Err(Invalid::new("is `.`, which is no name of a file", 0, 1)),
        [b'.', b'.', ..] => Err(Invalid::new("begins with `..`", 0, 2)),
        _ => at_most(text, 253, "is longer than 253 characters"),
    }
}

/// Small letters, digits and `-`, with a letter or a digit at both ends.
const fn dns(bytes: &[u8], start: usize, end: usize) -> Result<(), Invalid> {
    if start == end {
        let reason = if bytes.is_empty() { "is empty" } else { "has a `.` with nothing on one side of it" };
        return Err(Invalid::new(reason, start, end));
    }
    let mut at = start;
    while at < end {
        let reason = match bytes[at] {
            b'-' if at == start => "begins with a `-`",
            b'-' if at + 1 == end => "ends with a `-`",
            b'a'..=b'z' | b'0'..=b'9' | b'-' => "",
            b'A'..=b'Z' => "has a capital letter: only small letters, digits and `-` may stand in it",
            b'_' => "has a `_`: only small letters, digits and `-` may stand in it",
            b'.' => "has a `.`: only small letters, digits and `-` may stand in it",
            _ => "has a character that is no small letter, digit or `-`",
        };
        if !reason.is_empty() {
            return Err(Invalid::new(reason, at, character_end(bytes, at)));
        }
        at += 1;
    }
    Ok(())
}

const fn subdomain_until(bytes: &[u8], end: usize) -> Result<(), Invalid> {
    let mut start = 0;
    loop {
        let dot = find(bytes, b'.', start);
        let stop = if dot < end { dot } else { end };
        if let Err(invalid) = dns(bytes, start, stop) {
            return Err(invalid);
        }
        if stop == end {
            return Ok(());
        }
        start = stop + 1;
    }
}

/// Letters, digits, `-`, `_` and `.`, at most 63, with a letter or a digit at both ends.
const fn word(bytes: &[u8], start: usize, empty: &'static str) -> Result<(), Invalid> {
    if start == bytes.len() {
        return Err(Invalid::new(empty, 0, bytes.len()));
    }
    let mut at = start;
    while at < bytes.len() {
        let end = character_end(bytes, at);
        if !is_word(bytes[at]) {
            return Err(Invalid::new("has a character that is no letter, digit, `-`, `_` or `.`", at, end));
        }
        if !bytes[at].is_ascii_alphanumeric() && (at == start || end == bytes.len()) {
            return Err(Invalid::new("begins or ends with a character that is no letter or digit", at, end));
        }
        at = end;
    }
    if bytes.len() - start > 63 {
        return Err(Invalid::new("is longer than 63 characters", start + 63, bytes.len()));
    }
    Ok(())
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// For text that is ASCII, where bytes are characters.
const fn at_most(text: &str, most: usize, reason: &'static str) -> Result<(), Invalid> {
    if text.len() > most { Err(Invalid::new(reason, most, text.len())) } else { Ok(()) }
}

const fn find(bytes: &[u8], byte: u8, start: usize) -> usize {
    let mut at = start;
    while at < bytes.len() && bytes[at] != byte {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{Invalid, env, key, label, label_value, port, qualified, subdomain};
    use proptest::prelude::*;

    fn wrong(result: Result<(), Invalid>) -> std::ops::Range<usize> {
        result.expect_err("it is wrong").range()
    }

    #[test]
    fn a_label_is_small_letters_digits_and_dashes() {
        for right in ["a", "0", "data-volume", "a--b", &"a".repeat(63)] {
            assert_eq!(label(right), Ok(()), "{right}");
        }
        assert_eq!(wrong(label("")), 0..0);
        assert_eq!(wrong(label("-a")), 0..1);
        assert_eq!(wrong(label("a-")), 1..2);
        assert_eq!(wrong(label("-")), 0..1);
        assert_eq!(wrong(label("data_volume")), 4..5);
        assert_eq!(wrong(label("daTa")), 2..3);
        assert_eq!(wrong(label("a.b")), 1..2);
        assert_eq!(wrong(label("aéb")), 1..3);
        assert_eq!(wrong(label(&"a".repeat(64))), 63..64);
    }

    #[test]
    fn a_subdomain_is_labels_of_any_length_between_dots() {
        let long = format!("{}.a", "a".repeat(200));
        for right in ["a", "a.b", "csi.example.com", long.as_str()] {
            assert_eq!(subdomain(right), Ok(()), "{right}");
        }
        assert_eq!(wrong(subdomain("")), 0..0);
        assert_eq!(wrong(subdomain("a..b")), 2..2);
        assert_eq!(wrong(subdomain("a.")), 2..2);
        assert_eq!(wrong(subdomain(".a")), 0..0);
        assert_eq!(wrong(subdomain("a.-b")), 2..3);
        assert_eq!(wrong(subdomain(&"a".repeat(254))), 253..254);
    }

    #[test]
    fn a_qualified_name_may_have_a_domain() {
        for right in ["app", "A.b_C", "example.com/App", "a/b"] {
            assert_eq!(qualified(right), Ok(()), "{right}");
        }
        assert_eq!(wrong(qualified("")), 0..0);
        assert_eq!(wrong(qualified("/a")), 0..1);
        assert_eq!(wrong(qualified("a/")), 0..2);
        assert_eq!(wrong(qualified("a/b/c")), 3..5);
        assert_eq!(wrong(qualified("Example.com/a")), 0..1);
        assert_eq!(wrong(qualified("a b")), 1..2);
        assert_eq!(wrong(qualified("_a")), 0..1);
        assert_eq!(wrong(qualified(&format!("a.b/{}", "c".repeat(64)))), 67..68);
    }

    #[test]
    fn a_label_value_may_be_empty() {
        assert_eq!(label_value(""), Ok(()));
        assert_eq!(label_value("ML.platform_1"), Ok(()));
        assert_eq!(wrong(label_value("a/b")), 1..2);
        assert_eq!(wrong(label_value("a.")), 1..2);
        assert_eq!(wrong(label_value(&"a".repeat(64))), 63..64);
    }

    #[test]
    fn a_port_has_a_name_with_a_letter() {
        for right in ["metrics", "http-2", "a", &"a".repeat(15)] {
            assert_eq!(port(right), Ok(()), "{right}");
        }
        assert_eq!(wrong(port("8080")), 0..4);
        assert_eq!(wrong(port("a--b")), 1..3);
        assert_eq!(wrong(port("Metrics")), 0..1);
        assert_eq!(wrong(port(&"a".repeat(16))), 15..16);
    }

    #[test]
    fn an_environment_name_is_printable_ascii_without_equals() {
        for right in ["PATH", "a b", "1-x.y/z", "~"] {
            assert_eq!(env(right), Ok(()), "{right}");
        }
        assert_eq!(wrong(env("")), 0..0);
        assert_eq!(wrong(env("a=b")), 1..2);
        assert_eq!(wrong(env("a\tb")), 1..2);
        assert_eq!(wrong(env("é")), 0..2);
    }

    #[test]
    fn a_key_is_a_file_name_of_few_characters() {
        for right in ["api-key", ".env", "a..b", "A_1", &"a".repeat(253)] {
            assert_eq!(key(right), Ok(()), "{right}");
        }
        assert_eq!(wrong(key("")), 0..0);
        assert_eq!(wrong(key(".")), 0..1);
        assert_eq!(wrong(key("..a")), 0..2);
        assert_eq!(wrong(key("a/b")), 1..2);
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in any::<String>()) {
            for check in [label, subdomain, qualified, label_value, port, env, key] {
                if let Err(invalid) = check(&text) {
                    prop_assert!(text.get(invalid.range()).is_some());
                }
            }
        }

        #[test]
        fn no_name_is_too_strange(text in "[-a-zA-Z0-9._/= ]{0,70}") {
            for check in [label, subdomain, qualified, label_value, port, env, key] {
                if let Err(invalid) = check(&text) {
                    prop_assert!(text.get(invalid.range()).is_some());
                }
            }
        }
    }
}
