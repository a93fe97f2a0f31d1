//! Names of iSCSI targets and initiators.

use super::Invalid;

/// An `iqn.…`, `eui.…` or `naa.…` name (`validateISCSIVolumeSource`).
///
/// # Errors
///
/// Where it begins with none of the three, or what follows has another form.
pub fn name(text: &str) -> Result<(), Invalid> {
    let wrong = |reason| Err(Invalid::new(reason, 0, text.len()));
    if text.starts_with("iqn") {
        if text.match_indices("iqn.").any(|(at, _)| is_qualified(&text[at + 4..])) {
            return Ok(());
        }
        return wrong("is no `iqn.YEAR-MONTH.DOMAIN:NAME`");
    }
    for (kind, digits, reason) in [
        ("eui", 16, "has not one sign and 16 letters or digits behind its `eui`"),
        ("naa", 32, "has not one sign and 32 letters or digits behind its `naa`"),
    ] {
        if let Some(rest) = text.strip_prefix(kind) {
            return if is_digits(rest, digits) { Ok(()) } else { wrong(reason) };
        }
    }
    wrong("begins with none of `iqn.`, `eui.` and `naa.`")
}

/// `2001-04.com.example:storage`
fn is_qualified(text: &str) -> bool {
    let Some((prefix, name)) = text.split_once(':') else { return false };
    let bytes = prefix.as_bytes();
    let digit = |at: usize| bytes[at].is_ascii_digit();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
    bytes.len() > 8
        && (0..4).all(digit)
        && bytes[4] == b'-'
        && (5..7).all(digit)
        && bytes[7] == b'.'
        && prefix[8..].chars().all(plain)
        && !name.is_empty()
        && !name.contains([',', ';', '*', '&', '$', '|', '\t', '\n', '\x0C', '\r', ' '])
}

/// One sign, then so many letters or digits.
fn is_digits(text: &str, count: usize) -> bool {
    let mut letters = text.chars();
    let sign = letters.next();
    let rest = letters.as_str();
    sign.is_some_and(|sign| sign != '\n')
        && rest.len() == count
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_is_of_one_of_three_kinds() {
        let naa = format!("naa.{}", "a".repeat(32));
        for right in
            ["iqn.2001-04.com.example:storage.kube", "iqn.2001-04.a:b:c", "eui.0123456789abcdef", &naa]
        {
            assert_eq!(name(right), Ok(()), "{right}");
        }
        for wrong in [
            "",
            "a",
            "iqn.2001-04.com",
            "iqn.01-04.com:a",
            "iqn.2001-04.:a",
            "iqn.2001-04.a:",
            "iqn.2001-04.a:b c",
            "eui.1",
        ] {
            assert!(name(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_text_is_too_strange() {
        for text in ["iqn.é", "euié0123456789abcdef", "iqn.2001-04.é:a", "naa"] {
            let _ = name(text);
        }
        assert_eq!(name("euié0123456789abcdef"), Ok(()), "any sign stands for the dot");
    }
}
