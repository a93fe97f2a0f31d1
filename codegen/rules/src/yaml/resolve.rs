//! What a YAML scalar is: go-yaml v2's reading (`resolve.go`), which Kubernetes has through sigs.k8s.io/yaml.
//!
//! It is YAML 1.1's in most: `yes` is a boolean and `0644` an octal number.

use crate::formats::time::days_of;

/// What a scalar is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar {
    Null,
    Bool(bool),
    Integer(i64),
    /// An integer above those that fit 64 bits with a sign.
    Large(u64),
    Float(f64),
    /// The text as it is written.
    Text,
}

/// What a plain scalar is, or one with the tag `!`.
pub(super) fn plain(text: &str) -> Scalar {
    match text.as_bytes().first() {
        None => Scalar::Null,
        Some(b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~') => word(text),
        Some(b'.') => match text {
            ".nan" | ".NaN" | ".NAN" => Scalar::Float(f64::NAN),
            ".inf" | ".Inf" | ".INF" => Scalar::Float(f64::INFINITY),
            _ => float(text).unwrap_or(Scalar::Text),
        },
        Some(b'+' | b'-' | b'0'..=b'9') => number(text),
        Some(_) => Scalar::Text,
    }
}

fn word(text: &str) -> Scalar {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Scalar::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        "~" | "null" | "Null" | "NULL" => Scalar::Null,
        _ => Scalar::Text,
    }
}

fn number(text: &str) -> Scalar {
    match text {
        "+.inf" | "+.Inf" | "+.INF" => return Scalar::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Scalar::Float(f64::NEG_INFINITY),
        _ => {}
    }
    let without: String;
    let digits = if text.contains('_') {
        without = text.replace('_', "");
        &without
    } else {
        text
    };
    integer(digits).or_else(|| float(digits)).unwrap_or(Scalar::Text)
}

/// Go's `strconv.ParseInt` and `ParseUint` with base 0.
fn integer(text: &str) -> Option<Scalar> {
    let (sign, unsigned) = match text.as_bytes() {
        [b'+', ..] => ("+", &text[1..]),
        [b'-', ..] => ("-", &text[1..]),
        _ => ("", text),
    };
    let (radix, digits) = match unsigned.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &unsigned[2..]),
        [b'0', b'o' | b'O', ..] => (8, &unsigned[2..]),
        [b'0', b'b' | b'B', ..] => (2, &unsigned[2..]),
        [b'0', _, ..] => (8, &unsigned[1..]),
        _ => (10, unsigned),
    };
    // Rust takes a sign there, Go does not.
    if !digits.starts_with(|first: char| first.is_ascii_hexdigit()) {
        return None;
    }
    let size = u64::from_str_radix(digits, radix).ok()?;
    if sign == "-" {
        let negative = 0i64.checked_sub_unsigned(size)?;
        return Some(Scalar::Integer(negative));
    }
    match i64::try_from(size) {
        Ok(integer) => Some(Scalar::Integer(integer)),
        Err(_) if sign.is_empty() => Some(Scalar::Large(size)),
        Err(_) => None,
    }
}

/// A decimal number with a point or an exponent; one too large for a float is text.
fn float(text: &str) -> Option<Scalar> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let whole = digits(unsigned);
    let mut rest = &unsigned[whole..];
    let mut fraction = 0;
    if let Some(after) = rest.strip_prefix('.') {
        fraction = digits(after);
        rest = &after[fraction..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if exponent.is_empty() || digits(exponent) < exponent.len() {
            return None;
        }
    } else if !rest.is_empty() {
        return None;
    }
    let number: f64 = if whole + fraction == 0 { return None } else { text.parse().ok()? };
    number.is_finite().then_some(Scalar::Float(number))
}

/// Whether text is a date, or a date and a time, as `!!timestamp` takes it: Go's `2006-1-2`, `2006-1-2T15:4:5Z07:00` (or `t`)
/// and `2006-1-2 15:4:5`.
pub(super) fn is_timestamp(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some((&text[at..=at], &text[at + 1..]))),
        None => (text, None),
    };
    let parts: Vec<&str> = date.split('-').collect();
    let within = |text: &str, low: u32, high: u32| {
        (1..=2).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse::<u32>().is_ok_and(|number| (low..=high).contains(&number))
    };
    let [year, month, day] = parts[..] else { return false };
    if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) || !within(month, 1, 12) {
        return false;
    }
    let days = days_of(year.parse().unwrap_or_default(), month.parse().unwrap_or_default());
    if !days.is_some_and(|days| within(day, 1, days)) {
        return false;
    }
    let Some((separator, time)) = time else { return true };
    let zone = time.find(['Z', '+', '-']);
    let (clock, zone) = time.split_at(zone.unwrap_or(time.len()));
    let zoned = match zone {
        "" => separator == " ",
        "Z" => separator != " ",
        zone => {
            let (hours, minutes) = zone[1..].split_once(':').unwrap_or_default();
            separator != " "
                && hours.len() == 2
                && minutes.len() == 2
                && within(hours, 0, 24)
                && within(minutes, 0, 60)
        }
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let clock: Vec<&str> = clock.split(':').collect();
    let [hour, minute, second] = clock[..] else { return false };
    zoned
        && within(hour, 0, 23)
        && within(minute, 0, 59)
        && within(second, 0, 59)
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number as a key, as sigs.k8s.io/yaml writes it: Go's `strconv.FormatFloat(x, 'g', -1, 32)`.
#[expect(clippy::cast_possible_truncation, reason = "Go's conversion is to 32 bits")]
pub(super) fn float_key(number: f64) -> String {
    if number.is_nan() {
        return ".nan".to_owned();
    }
    let short = number as f32;
    if short.is_infinite() {
        return if short > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let scientific = format!("{short:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if !(-4..6).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}e{sign}{:02}", exponent.unsigned_abs());
    }
    format!("{short}")
}
