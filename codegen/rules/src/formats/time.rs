//! Times as the API server reads them: RFC 3339 (`metav1.Time.UnmarshalJSON`, Go's `time.Parse`).

use super::Invalid;

/// Checks a time.
///
/// # Errors
///
/// Where it has another form, or there is no such day or hour.
pub fn check(text: &str) -> Result<(), Invalid> {
    let invalid = Invalid { reason: "is no time such as `2026-01-31T12:00:00Z`", start: 0, end: text.len() };
    read(text).ok_or(invalid)
}

fn read(text: &str) -> Option<()> {
    let mut rest = text;
    let year = number(&mut rest, 4, 4)?;
    let month = after(&mut rest, "-").and_then(|()| number(&mut rest, 2, 2))?;
    let day = after(&mut rest, "-").and_then(|()| number(&mut rest, 2, 2))?;
    // Go takes an hour of one digit.
    let hour = after(&mut rest, "T").and_then(|()| number(&mut rest, 1, 2))?;
    let minute = after(&mut rest, ":").and_then(|()| number(&mut rest, 2, 2))?;
    let second = after(&mut rest, ":").and_then(|()| number(&mut rest, 2, 2))?;
    if after(&mut rest, ".").or_else(|| after(&mut rest, ",")).is_some() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        rest = rest.get(digits..).filter(|_| digits > 0)?;
    }
    let is_in_day = (1..=days_of(year, month)?).contains(&day) && hour < 24 && minute < 60 && second < 60;
    (is_in_day && is_zone(rest)).then_some(())
}

/// How many days a month has; nothing where there is no such month.
pub(crate) fn days_of(year: u32, month: u32) -> Option<u32> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => Some(29),
        2 => Some(28),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    }
}

fn is_zone(mut rest: &str) -> bool {
    if rest == "Z" {
        return true;
    }
    let signed = after(&mut rest, "+").or_else(|| after(&mut rest, "-")).is_some();
    let hour = number(&mut rest, 2, 2);
    let minute = after(&mut rest, ":").and_then(|()| number(&mut rest, 2, 2));
    signed
        && hour.is_some_and(|hour| hour <= 24)
        && minute.is_some_and(|minute| minute < 60)
        && rest.is_empty()
}

/// The number at the beginning, of at least and at most so many digits, which is taken off.
fn number(rest: &mut &str, least: usize, most: usize) -> Option<u32> {
    let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at_checked(digits).filter(|_| digits >= least)?;
    *rest = after;
    number.parse().ok()
}

fn after(rest: &mut &str, prefix: &str) -> Option<()> {
    *rest = rest.strip_prefix(prefix)?;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_time_has_a_day_an_hour_and_a_zone() {
        for right in [
            "2026-01-31T12:00:00Z",
            "2024-02-29T23:59:59.123+05:30",
            "2026-01-02T3:04:05Z",
            "2026-01-02T03:04:05,5-08:00",
        ] {
            assert!(check(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "2026-01-31",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-31T24:00:00Z",
            "2026-01-31 12:00:00Z",
            "2026-01-31T12:00:00",
            "2026-01-31t12:00:00z",
            "2026-01-31T12:00:00+5:30",
            "é026-01-31T12:00:00Z",
        ] {
            assert!(check(wrong).is_err(), "{wrong}");
        }
    }
}
