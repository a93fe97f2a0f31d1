//! IP addresses, as the API server reads them in fields that are older than its strict form.

use std::net::IpAddr;

use super::Invalid;

/// An IPv4 or IPv6 address, whose numbers may begin with zeros (`ParseIPSloppy`).
///
/// # Errors
///
/// Where it is no address.
pub fn sloppy(text: &str) -> Result<(), Invalid> {
    match without_zeros(text).parse::<IpAddr>() {
        Ok(_) => Ok(()),
        Err(_) => Err(Invalid::new("is no IP address such as `10.9.8.7` or `2001:db8::ffff`", 0, text.len())),
    }
}

/// An address in its one form, which all software reads alike (`IsValidIPForLegacyField` with `StrictIPCIDRValidation`).
///
/// # Errors
///
/// Where it is no address, a number begins with a zero, or it is an IPv4 address written as IPv6.
pub fn strict(text: &str) -> Result<(), Invalid> {
    sloppy(text)?;
    match text.parse::<IpAddr>() {
        Err(_) => Err(Invalid::new("has a number that begins with a zero", 0, text.len())),
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_some() => {
            Err(Invalid::new("is an IPv4 address written as IPv6", 0, text.len()))
        }
        Ok(_) => Ok(()),
    }
}

/// The form that an address is usually written in (RFC 5952); nothing where it is none (`GetWarningsForIP`).
pub fn usual(text: &str) -> Option<String> {
    let address = without_zeros(text).parse::<IpAddr>().ok()?;
    Some(address.to_canonical().to_string())
}

/// Each number without the zeros that it begins with.
fn without_zeros(text: &str) -> String {
    let number = |piece: &str| {
        let (digits, separator) = match piece.strip_suffix(['.', ':']) {
            Some(digits) => (digits, &piece[digits.len()..]),
            None => (piece, ""),
        };
        let rest = digits.trim_start_matches('0');
        let digits = if rest.is_empty() && !digits.is_empty() { "0" } else { rest };
        format!("{digits}{separator}")
    };
    text.split_inclusive(['.', ':']).map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::{sloppy, strict, usual};

    #[test]
    fn an_address_is_one_of_two_families() {
        for right in ["10.1.2.3", "::", "::1", "fd00::1", "FE80:0:0:0:0:0:0:abc", "1:2:3:4:5:6:1.2.3.4"] {
            assert_eq!(strict(right), Ok(()), "{right}");
        }
        for wrong in
            ["", "a", "1.2.3", "1.2.3.256", "1.2.3.4.5", "fe80::1%eth0", "1::2::3", ":1", "1:2", " ::1"]
        {
            assert!(sloppy(wrong).is_err(), "{wrong}");
            assert!(strict(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn zeros_in_front_and_mapped_addresses_were_taken_once() {
        for old in ["010.002.003.004", "::ffff:1.2.3.4", "00001::1", "::ffff:01.2.3.4"] {
            assert_eq!(sloppy(old), Ok(()), "{old}");
            assert!(strict(old).is_err(), "{old}");
        }
    }

    #[test]
    fn an_address_has_a_usual_form() {
        for (text, form) in [
            ("10.1.2.3", "10.1.2.3"),
            ("010.1.2.3", "10.1.2.3"),
            ("::ffff:1.2.3.4", "1.2.3.4"),
            ("FE80:0:0:0:0:0:0:0abc", "fe80::abc"),
        ] {
            assert_eq!(usual(text).as_deref(), Some(form), "{text}");
        }
        assert_eq!(usual("a"), None);
    }
}
