//! Indexes of a Job as text: `0,2-5`.

/// How many indexes a text has, each below the number of completions (`validateIndexesFormat`).
///
/// # Errors
///
/// What is wrong with it, in words that follow the text.
pub(super) fn count(text: &str, completions: i64) -> Result<i64, String> {
    if text.is_empty() {
        return Ok(0);
    }
    let (mut total, mut last) = (0, None);
    for interval in text.split(',') {
        let mut ends = interval.split('-');
        let low = index(ends.next().unwrap_or_default(), completions)?;
        let high = match ends.next() {
            Some(high) => index(high, completions)?,
            None => low,
        };
        if ends.next().is_some() {
            return Err(format!("has more than one `-` in `{interval}`"));
        }
        let grows = last.is_none_or(|last| last < low);
        if !grows || interval.contains('-') && low >= high {
            return Err(format!("does not grow at `{interval}`"));
        }
        total += high - low + 1;
        last = Some(high);
    }
    Ok(total)
}

fn index(text: &str, completions: i64) -> Result<i64, String> {
    let number: i64 = text.parse().map_err(|_| format!("has `{text}` where an index stands"))?;
    if number >= completions {
        return Err(format!("has the index {number}, and the last is {}", completions - 1));
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn indexes_are_counted() {
        assert_eq!(count("", 5), Ok(0));
        assert_eq!(count("0,2-4", 5), Ok(4));
        assert_eq!(count("+1", 5), Ok(1));
    }

    #[test]
    fn indexes_grow_and_are_below_the_number_of_completions() {
        for text in ["5", "2,1", "1-1", "3-2", "1-2-3", "a", "1,", "-1", "0,0"] {
            assert!(count(text, 5).is_err(), "{text}");
        }
    }
}
