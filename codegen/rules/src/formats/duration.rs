//! Durations as podwright writes them: `90s`, `10m`, `1h30m`, `500ms`.

use std::time::Duration;

use super::{Invalid, character_end};

const EXAMPLE: &str = "is no duration such as `90s`, `10m`, `1h30m` or `500ms`";

/// Reads a duration: whole numbers of hours, minutes, seconds and milliseconds, the larger first.
pub const fn parse(text: &str) -> Result<Duration, Invalid> {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return Err(Invalid::new(EXAMPLE, 0, 0));
    }
    let (mut total, mut last, mut at) = (0_u64, u64::MAX, 0);
    while at < bytes.len() {
        let start = at;
        let mut number = 0_u64;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            number = number.saturating_mul(10).saturating_add((bytes[at] - b'0') as u64);
            at += 1;
        }
        if at == start {
            return Err(Invalid::new(EXAMPLE, at, character_end(bytes, at)));
        }
        let (unit, end) = match unit(bytes, at) {
            Ok(found) => found,
            Err(invalid) => return Err(invalid),
        };
        at = end;
        if unit >= last {
            return Err(Invalid::new("has its units in another order than `h`, `m`, `s`, `ms`", start, at));
        }
        last = unit;
        let Some(milliseconds) = number.checked_mul(unit) else {
            return Err(Invalid::new("is too long", start, at));
        };
        let Some(sum) = total.checked_add(milliseconds) else {
            return Err(Invalid::new("is too long", start, at));
        };
        total = sum;
    }
    Ok(Duration::from_millis(total))
}

/// The milliseconds of the unit at a place, and where it ends.
const fn unit(bytes: &[u8], at: usize) -> Result<(u64, usize), Invalid> {
    if at == bytes.len() {
        return Err(Invalid::new("has a number without a unit: `h`, `m`, `s` or `ms`", 0, at));
    }
    match bytes[at] {
        b'h' => Ok((3_600_000, at + 1)),
        b'm' if at + 1 < bytes.len() && bytes[at + 1] == b's' => Ok((1, at + 2)),
        b'm' => Ok((60_000, at + 1)),
        b's' => Ok((1000, at + 1)),
        b'.' => Err(Invalid::new(
            "has a fraction: write the smaller unit, `1h30m` for one and a half hours",
            at,
            at + 1,
        )),
        b'd' => Err(Invalid::new("has days, which are written in hours: `24h`", at, at + 1)),
        b' ' => Err(Invalid::new("has a space in it", at, at + 1)),
        _ => Err(Invalid::new(
            "has an unknown unit: there are `h`, `m`, `s` and `ms`",
            at,
            character_end(bytes, at),
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::parse;
    use proptest::prelude::*;

    #[test]
    fn units_add_up() {
        for (text, milliseconds) in [
            ("90s", 90_000),
            ("10m", 600_000),
            ("1h30m", 5_400_000),
            ("500ms", 500),
            ("1h2m3s4ms", 3_723_004),
            ("0s", 0),
            ("1m500ms", 60_500),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_shown_where_it_is() {
        for (text, range) in [
            ("", 0..0),
            ("10", 0..2),
            ("m", 0..1),
            ("1.5h", 1..2),
            ("10 m", 2..3),
            ("1d", 1..2),
            ("10min", 3..4),
            ("30m1h", 3..5),
            ("1m1m", 2..4),
            ("-1s", 0..1),
            ("10µs", 2..4),
            ("99999999999999999999h", 0..21),
        ] {
            assert_eq!(parse(text).expect_err(text).range(), range, "{text}");
        }
    }

    #[test]
    fn it_is_read_when_the_program_is_compiled() {
        const TIMEOUT: Duration = match parse("10m") {
            Ok(duration) => duration,
            Err(_) => Duration::ZERO,
        };
        assert_eq!(TIMEOUT.as_secs(), 600);
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in prop_oneof![any::<String>(), "[0-9hms .]{0,12}"]) {
            if let Err(invalid) = parse(&text) {
                prop_assert!(text.get(invalid.range()).is_some());
            }
        }
    }
}
