//! "Did you mean": the name that was probably meant.

/// How many names are looked at for each mistake, so that many mistakes beside many names take no time of their product.
const LOOKED_AT: usize = 100;

/// How many names a message lists.
const LISTED: usize = 24;

/// The candidate that is nearest to what was written, if one is near enough to have been meant.
pub(crate) fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let far = (written.chars().count() / 3 + 1).max(2);
    candidates
        .into_iter()
        .take(LOOKED_AT)
        .filter(|candidate| candidate.len().abs_diff(written.len()) < far * 4)
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|&(distance, candidate)| distance < far && distance < candidate.chars().count())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// `` `a`, `b` and `c` ``, for messages that list what there is; of many the first.
pub(super) fn listed<'c>(names: impl IntoIterator<Item = &'c str>) -> String {
    let names: Vec<String> = names.into_iter().take(LISTED + 1).map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((_, rest)) if rest.len() == LISTED => format!("{} and more", rest.join(", ")),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// The values that a field has, and which of them was probably meant.
pub(super) fn values_help(near: Option<&str>, values: &[&str]) -> String {
    let values = listed(values.iter().copied());
    match near {
        Some(near) => format!("did you mean `{near}`? the values are {values}"),
        None => format!("the values are {values}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{listed, nearest};

    #[test]
    fn a_slip_of_a_letter_or_two_is_recognised() {
        let names = ["data-volume", "cache", "logs"];
        assert_eq!(nearest("data-volum", names), Some("data-volume"));
        assert_eq!(nearest("cahce", names), Some("cache"));
        assert_eq!(nearest("log", names), Some("logs"));
    }

    #[test]
    fn another_word_is_not() {
        assert_eq!(nearest("tmp", ["data-volume", "cache", "b"]), None);
    }

    #[test]
    fn names_are_listed_as_a_sentence_has_them() {
        assert_eq!(listed([]), "");
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
        assert!(listed(["a"; 1000]).ends_with("`a`, `a` and more"));
    }
}
