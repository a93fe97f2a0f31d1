//! "Did you mean": the name that was probably meant.

/// The candidate that is nearest to what was written, if one is near enough to have been meant.
pub(super) fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let far = written.chars().count() / 3 + 1;
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|&(distance, candidate)| distance < far.max(2) && distance < candidate.chars().count())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// `` `a`, `b` and `c` ``, for messages that list what there is.
pub(super) fn listed<'c>(names: impl IntoIterator<Item = &'c str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
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
    }
}
