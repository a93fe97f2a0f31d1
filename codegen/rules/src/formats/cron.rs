//! Schedules of five fields, and their short words, as `github.com/robfig/cron/v3` reads them (`ParseStandard`).

use super::Invalid;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// The bounds of a field, and the names of its numbers from the least on.
struct Field {
    least: u32,
    most: u32,
    names: &'static [&'static str],
    invalid: &'static str,
}

const FIELDS: [Field; 5] = [
    Field { least: 0, most: 59, names: &[], invalid: "has a minute that is none: they go from 0 to 59" },
    Field { least: 0, most: 23, names: &[], invalid: "has an hour that is none: they go from 0 to 23" },
    Field { least: 1, most: 31, names: &[], invalid: "has a day that is none: they go from 1 to 31" },
    Field {
        least: 1,
        most: 12,
        names: &MONTHS,
        invalid: "has a month that is none: they go from 1 to 12, or `jan` to `dec`",
    },
    Field {
        least: 0,
        most: 6,
        names: &DAYS,
        invalid: "has a weekday that is none: they go from 0 to 6, or `sun` to `sat`",
    },
];

/// Checks a schedule without a time zone.
///
/// # Errors
///
/// Where it has another number of fields, or one that is none.
pub fn check(text: &str) -> Result<(), Invalid> {
    let all = |reason| Invalid { reason, start: 0, end: text.len() };
    if let Some(interval) = text.strip_prefix("@every ") {
        return if is_duration(interval) {
            Ok(())
        } else {
            Err(all("has an interval that is no duration such as `1h30m`"))
        };
    }
    if text.starts_with('@') {
        let words = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
        return if words.contains(&text) { Ok(()) } else { Err(all("has a word that is none")) };
    }
    let fields: Vec<&str> = text.split_whitespace().collect();
    if fields.len() != FIELDS.len() {
        return Err(all("has not five fields"));
    }
    for (text, field) in fields.iter().zip(&FIELDS) {
        if !text.split(',').filter(|range| !range.is_empty()).all(|range| field.takes(range)) {
            return Err(all(field.invalid));
        }
    }
    Ok(())
}

impl Field {
    /// Whether a number, a range or all of them with a step or without is in the field.
    fn takes(&self, text: &str) -> bool {
        let mut parts = text.split('/');
        let mut range = parts.next().unwrap_or_default().split('-');
        let first = range.next().unwrap_or_default();
        let second = range.next();
        let step = parts.next();
        let is_right_step =
            step.is_none_or(|step| number(step).is_some_and(|step| step > 0)) && parts.next().is_none();
        if first == "*" || first == "?" {
            return is_right_step;
        }
        let Some(low) = self.number(first) else { return false };
        let high = match second {
            Some(second) => self.number(second),
            None if step.is_some() => Some(self.most),
            None => Some(low),
        };
        let in_order = high.is_some_and(|high| self.least <= low && low <= high && high <= self.most);
        is_right_step && in_order && range.next().is_none()
    }

    fn number(&self, text: &str) -> Option<u32> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        match named {
            Some(at) => Some(self.least + u32::try_from(at).ok()?),
            None => number(text),
        }
    }
}

/// Go's `Atoi` takes a sign.
fn number(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

/// Whether Go takes it for a duration (`time.ParseDuration`): numbers with units, perhaps with fractions.
fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let has_digit = number.bytes().any(|byte| byte.is_ascii_digit());
        let end = after.find(|letter: char| letter.is_ascii_digit() || letter == '.').unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        let length = match unit {
            "ns" => 1e-9,
            "us" | "µs" | "μs" => 1e-6,
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return false,
        };
        if !has_digit || number.matches('.').count() > 1 {
            return false;
        }
        seconds += number.parse::<f64>().unwrap_or(f64::INFINITY) * length;
        rest = after;
    }
    // What 63 bits of nanoseconds hold.
    !text.is_empty() && seconds > 0.0 && seconds <= 9_223_372_036.854_775
        || rest.len() != text.len() && seconds == 0.0
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_schedule_has_five_fields_or_a_word() {
        for right in [
            "0 3 * * *",
            "*/15 0-6 1,15 jan-MAR mon",
            "@daily",
            "@every 1h30m",
            "@every 1.5s",
            "? ? ? ? ?",
            "5/10 * * * *",
            " 0  3 * * * ",
            "+5 * * * *",
            "1,,2 * * * *",
            "*-9 * * * *",
            "@every 0",
            "@every -1h",
        ] {
            assert!(check(right).is_ok(), "{right}: {:?}", check(right));
        }
    }

    #[test]
    fn a_field_has_its_own_numbers() {
        for wrong in [
            "",
            "* * * *",
            "* * * * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 7",
            "* * * * sonntag",
            "3-1 * * * *",
            "*/0 * * * *",
            "1-2-3 * * * *",
            "1/2/3 * * * *",
            "-1 * * * *",
            "@sometimes",
            "@every day",
            "@every 1d",
            "@every ",
            "jan * * * *",
        ] {
            assert!(check(wrong).is_err(), "{wrong}");
        }
    }
}
