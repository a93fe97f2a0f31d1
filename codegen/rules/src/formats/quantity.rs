//! Quantities such as `100m` or `4Gi`, as the API server's decoder reads them.
//!
//! The rules are those of `resource.ParseQuantity` in `k8s.io/apimachinery`, which takes more and less than its own
//! documentation says: `Gi` and `-` are 0, `1K` and `1e3Gi` are refused.

use super::Invalid;

/// An amount of a resource: a number of billionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity {
    /// Capped where it would not fit: beyond 10^29, where no resource is.
    pub(super) nano: i128,
}

const NANO: u128 = 1_000_000_000;
/// Quantities with a binary suffix are capped at the largest 64 bit integer.
const BINARY_MAX: u128 = (1 << 63) - 1;
const BAD_SUFFIX: &str = "has an unknown suffix: there are `n`, `u`, `m`, `k`, `M`, `G`, `T`, `P`, `E` and `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei`";

impl Quantity {
    /// Whether this is more than `limit`.
    pub const fn exceeds(self, limit: Quantity) -> bool {
        self.nano > limit.nano
    }

    /// Whether this is as much as `other`, however it is written.
    pub const fn equals(self, other: Quantity) -> bool {
        self.nano == other.nano
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Quantity) -> Quantity {
        Quantity { nano: self.nano.saturating_add(other.nano) }
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.nano == 0
    }

    /// Whether it is above zero.
    pub const fn is_positive(self) -> bool {
        self.nano > 0
    }

    /// Whether it is a whole number of times as much as a `unit` above zero, after it is rounded up to a whole number as
    /// the API server does.
    pub const fn is_multiple_of(self, unit: Quantity) -> bool {
        const ONE: i128 = NANO.cast_signed();
        let whole = self.nano / ONE + (self.nano % ONE > 0) as i128;
        whole % (unit.nano / ONE) == 0
    }

    /// Whether it is below zero.
    pub const fn is_negative(self) -> bool {
        self.nano < 0
    }

    /// Whether it is a whole number, to the thousandth that the API server looks at.
    pub const fn is_whole(self) -> bool {
        let milli = self.nano / 1_000_000 + (self.nano % 1_000_000 > 0) as i128;
        milli % 1000 == 0
    }
}

/// Reads a quantity.
pub const fn parse(text: &str) -> Result<Quantity, Invalid> {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return Err(Invalid::new(
            "is empty: a quantity is a number with a suffix, such as `500m` or `4Gi`",
            0,
            0,
        ));
    }
    let negative = bytes[0] == b'-';
    let start = (negative || bytes[0] == b'+') as usize;
    let point = digits_end(bytes, start);
    let has_point = point < bytes.len() && bytes[point] == b'.';
    let fraction = if has_point { point + 1 } else { point };
    let suffix = digits_end(bytes, fraction);
    let number = Number { bytes, start, point, fraction, end: suffix };
    let nano = match parse_suffix(bytes, suffix) {
        Err(invalid) => return Err(invalid),
        Ok(Suffix::Decimal(exponent)) => {
            if number.has_no_digits() && exponent < -9 {
                return Err(Invalid::new("has no digits", 0, suffix));
            }
            number.decimal_nano(exponent)
        }
        Ok(Suffix::Binary(bits)) => {
            if number.has_no_digits() && bits > 40 {
                return Err(Invalid::new("has no digits", 0, suffix));
            }
            number.binary_nano(bits)
        }
    };
    let nano = if nano > i128::MAX.cast_unsigned() { i128::MAX } else { nano.cast_signed() };
    Ok(Quantity { nano: if negative { -nano } else { nano } })
}

/// Whether the API server keeps a quantity as it was written, and does not write it anew: what `ParseQuantity` reads fast
/// and takes for its own form.
pub const fn is_kept_as_written(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut start = (!bytes.is_empty() && matches!(bytes[0], b'-' | b'+')) as usize;
    while start < bytes.len() && bytes[start] == b'0' {
        start += 1;
    }
    let point = digits_end(bytes, start);
    let has_point = point < bytes.len() && bytes[point] == b'.';
    let fraction = if has_point { point + 1 } else { point };
    let end = digits_end(bytes, fraction);
    let (whole, decimals) = (point - start, end - fraction);
    match parse_suffix(bytes, end) {
        Ok(Suffix::Decimal(exponent)) => {
            let scale = exponent.saturating_add(9);
            whole > 0
                && whole + decimals <= 18
                && scale >= 0
                && scale.unsigned_abs() as usize >= decimals
                && (scale.unsigned_abs() as usize - decimals).is_multiple_of(3)
                && zeros_before(bytes, fraction, end)
                    + (decimals == 0) as usize * zeros_before(bytes, start, point)
                    < 3
        }
        Ok(Suffix::Binary(bits)) => {
            let last = if whole < 3 { start } else { point - 3 };
            decimals == 0
                && whole > 0
                && whole + 1 + (bits as usize * 3) / 10 <= 15
                && !number(bytes, last, point).is_multiple_of(8)
        }
        Err(_) => false,
    }
}

/// How many zeros end a run of digits.
const fn zeros_before(bytes: &[u8], start: usize, end: usize) -> usize {
    let mut at = end;
    while at > start && bytes[at - 1] == b'0' {
        at -= 1;
    }
    end - at
}

/// The number that a few digits are.
const fn number(bytes: &[u8], start: usize, end: usize) -> u32 {
    let (mut number, mut at) = (0, start);
    while at < end {
        number = number * 10 + (bytes[at] - b'0') as u32;
        at += 1;
    }
    number
}

/// What the number before it is multiplied with.
enum Suffix {
    /// A power of ten.
    Decimal(i32),
    /// A power of two.
    Binary(u32),
}

const fn parse_suffix(bytes: &[u8], start: usize) -> Result<Suffix, Invalid> {
    let letters = letters_end(bytes, start);
    let suffix = match bytes.len() - start {
        0 => Suffix::Decimal(0),
        1 => match bytes[start] {
            b'n' => Suffix::Decimal(-9),
            b'u' => Suffix::Decimal(-6),
            b'm' => Suffix::Decimal(-3),
            b'k' => Suffix::Decimal(3),
            b'M' => Suffix::Decimal(6),
            b'G' => Suffix::Decimal(9),
            b'T' => Suffix::Decimal(12),
            b'P' => Suffix::Decimal(15),
            b'E' => Suffix::Decimal(18),
            _ => return Err(unknown_suffix(bytes, start, letters)),
        },
        2 if bytes[start + 1] == b'i' => match bytes[start] {
            b'K' => Suffix::Binary(10),
            b'M' => Suffix::Binary(20),
            b'G' => Suffix::Binary(30),
            b'T' => Suffix::Binary(40),
            b'P' => Suffix::Binary(50),
            b'E' => Suffix::Binary(60),
            _ => return Err(unknown_suffix(bytes, start, letters)),
        },
        _ if bytes[start] == b'e' || bytes[start] == b'E' => return parse_exponent(bytes, start),
        _ => return Err(unknown_suffix(bytes, start, letters)),
    };
    Ok(suffix)
}

/// `e3`, `E-9`: a power of ten.
const fn parse_exponent(bytes: &[u8], start: usize) -> Result<Suffix, Invalid> {
    let negative = bytes[start + 1] == b'-';
    let digits = start + 1 + (negative || bytes[start + 1] == b'+') as usize;
    let end = digits_end(bytes, digits);
    if end < bytes.len() || end == digits {
        return Err(unknown_suffix(bytes, start, letters_end(bytes, start)));
    }
    let mut exponent: i64 = 0;
    let mut at = digits;
    while at < end {
        exponent = exponent.saturating_mul(10).saturating_add((bytes[at] - b'0') as i64);
        at += 1;
    }
    if exponent == i64::MAX {
        return Err(Invalid::new("has an exponent that is too large", start, end));
    }
    let exponent = if negative { -exponent } else { exponent };
    #[expect(clippy::cast_possible_truncation, reason = "the API server's parser cuts it to 32 bits too")]
    Ok(Suffix::Decimal(exponent as i32))
}

const fn unknown_suffix(bytes: &[u8], start: usize, letters: usize) -> Invalid {
    let one = letters - start == 1;
    let reason = match bytes[start] {
        b'K' if one => "has the suffix `K`, which is `k` for 1000 or `Ki` for 1024",
        b'k' | b'm' | b'g' | b't' | b'p' if bytes.len() - start == 2 && bytes[start + 1] == b'i' => {
            "has a suffix in small letters: the binary ones are `Ki`, `Mi`, `Gi`, `Ti`, `Pi` and `Ei`"
        }
        b'g' | b't' | b'p' if one => "has a suffix in small letters: write `G`, `T` or `P`",
        _ if bytes[bytes.len() - 1] == b'B' || bytes[bytes.len() - 1] == b'b' => {
            "names the unit of bytes, which a quantity does not: write `Mi` or `M`, `Gi` or `G`"
        }
        b' ' => "has a space in it",
        b'.' | b',' => "has more than one decimal point",
        b'-' | b'+' => "has a sign that is not its first character",
        b'e' | b'E' => "has an exponent that is no whole number: write `e3`, `e-3`",
        _ => BAD_SUFFIX,
    };
    Invalid::new(reason, start, bytes.len())
}

/// The digits before and behind a point.
#[derive(Clone, Copy)]
struct Number<'b> {
    bytes: &'b [u8],
    start: usize,
    point: usize,
    fraction: usize,
    end: usize,
}

impl Number<'_> {
    const fn has_no_digits(self) -> bool {
        self.point == self.start && self.end == self.fraction
    }

    /// Times a power of ten, rounded away from zero to billionths.
    const fn decimal_nano(self, exponent: i32) -> u128 {
        let places = (self.end - self.fraction).cast_signed() as i64;
        // The digits as one whole number are to be shifted by this many places.
        let shift = exponent as i64 - places + 9;
        let whole = (self.point - self.start).cast_signed() as i64 + places;
        let (mut nano, mut rest, mut at, mut seen) = (0_u128, false, self.start, 0);
        while at < self.end {
            if self.bytes[at] != b'.' {
                let digit = self.bytes[at] - b'0';
                if seen < whole + shift || shift >= 0 {
                    nano = nano.saturating_mul(10).saturating_add(digit as u128);
                } else {
                    rest |= digit != 0;
                }
                seen += 1;
            }
            at += 1;
        }
        let mut left = shift;
        while left > 0 && nano > 0 && nano < u128::MAX {
            nano = nano.saturating_mul(10);
            left -= 1;
        }
        nano.saturating_add(rest as u128)
    }

    /// Times a power of two, rounded away from zero to billionths, and capped.
    const fn binary_nano(self, bits: u32) -> u128 {
        let unit = NANO << bits;
        // From the last digit, so that what is cut off each time is what whole numbers would cut off at the end.
        let (mut nano, mut rest, mut at) = (0_u128, false, self.end);
        while at > self.fraction {
            at -= 1;
            nano += (self.bytes[at] - b'0') as u128 * unit;
            rest |= nano % 10 != 0;
            nano /= 10;
        }
        let (mut whole, mut at) = (0_u128, self.start);
        while at < self.point {
            whole = whole.saturating_mul(10).saturating_add((self.bytes[at] - b'0') as u128);
            at += 1;
        }
        let nano = whole.saturating_mul(unit).saturating_add(nano + rest as u128);
        if nano > BINARY_MAX * NANO { BINARY_MAX * NANO } else { nano }
    }
}

const fn digits_end(bytes: &[u8], start: usize) -> usize {
    let mut end = start;
    while end < bytes.len() && bytes[end].is_ascii_digit() {
        end += 1;
    }
    end
}

const fn letters_end(bytes: &[u8], start: usize) -> usize {
    let mut end = start;
    while end < bytes.len() && bytes[end].is_ascii_alphabetic() {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{Quantity, is_kept_as_written, parse};
    use proptest::prelude::*;

    /// A quantity and the billionths that `resource.ParseQuantity` of k8s.io/apimachinery v0.37.2 makes of it, or
    /// `refused`; `max` and `min` are what does not fit 128 bits.
    const KNOWN: &str = include_str!("quantity/known.txt");

    #[test]
    fn it_reads_what_the_api_server_reads() {
        let mut known = 0;
        for line in KNOWN.lines() {
            let (text, answer) = line.split_once('\t').expect("a line is a text, a tab and an answer");
            let nano = match parse(text) {
                Err(_) => "refused".to_owned(),
                Ok(Quantity { nano: i128::MAX }) => "max".to_owned(),
                Ok(Quantity { nano }) if nano == -i128::MAX => "min".to_owned(),
                Ok(Quantity { nano }) => nano.to_string(),
            };
            assert_eq!(nano, answer, "{text}");
            known += 1;
        }
        assert_eq!(known, 420);
    }

    #[test]
    fn what_is_wrong_is_shown_where_it_is() {
        for (text, range) in [
            ("", 0..0),
            ("1K", 1..2),
            ("10ki", 2..4),
            ("64MB", 2..4),
            ("1e3Gi", 1..5),
            ("1e", 1..2),
            ("--1", 1..3),
            ("1.2.3", 3..5),
            ("1 Gi", 1..4),
            ("1Gié", 1..5),
            ("Ei", 0..0),
        ] {
            assert_eq!(parse(text).expect_err(text).range(), range, "{text}");
        }
    }

    #[test]
    fn what_has_the_api_servers_form_is_kept_as_written() {
        for kept in ["1", "+1", "01", "100m", "1e3", "1Ki", "1.001", "999k", "12Mi", "1.5n"] {
            assert_eq!(is_kept_as_written(kept), kept != "1.5n", "{kept}");
        }
        for anew in ["1000", "1.0", "0.001", "1024Ki", "8Mi", "1Ei", "0.5Ki", "", "1000000000000000000000"] {
            assert!(!is_kept_as_written(anew), "{anew}");
        }
    }

    #[test]
    fn amounts_are_compared_across_suffixes() {
        const HALF: Quantity = match parse("500m") {
            Ok(quantity) => quantity,
            Err(_) => panic!("it is a quantity"),
        };
        assert!(!HALF.exceeds(parse("0.5").unwrap()) && HALF.equals(parse("0.5").unwrap()));
        assert!(parse("1Gi").unwrap().exceeds(parse("1G").unwrap()));
        assert!(parse("-1").unwrap().is_negative());
        assert!(parse("1k").unwrap().is_whole());
        assert!(!HALF.is_whole());
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in prop_oneof![any::<String>(), "[-+]?[0-9.]{0,40}[eEinumkKMGTP]{0,2}[-+]?[0-9]{0,22}"]) {
            if let Err(invalid) = parse(&text) {
                prop_assert!(text.get(invalid.range()).is_some());
            }
        }

        #[test]
        fn whole_numbers_are_what_they_say(number in any::<i64>()) {
            prop_assert_eq!(parse(&number.to_string()).unwrap().nano, i128::from(number) * 1_000_000_000);
        }
    }
}
