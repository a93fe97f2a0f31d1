//! "Did you mean": the name that was probably meant.

/// How many names are looked at for each mistake, so that many mistakes beside many names take no time of their product.
const LOOKED_AT: usize = 100;

/// How many names a message lists.
const LISTED: usize = 24;

/// The candidate that is nearest to what was written, if one is near enough to have been meant.
pub(crate) fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = written.chars().count();
    let far = (length / 3 + 1).max(2);
    let letters = letters_of(written);
    candidates
        .into_iter()
        .take(LOOKED_AT)
        .filter(|candidate| candidate.chars().count().abs_diff(length) < far)
        .filter(|candidate| least_distance(letters, letters_of(candidate)) < far)
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|&(distance, candidate)| distance < far && distance < candidate.chars().count())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Which letters there are in a word, some of them taken for one.
fn letters_of(word: &str) -> u64 {
    word.chars().fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 64))
}

/// A distance below which no words with these letters are: one change takes one letter away at most, and brings one.
fn least_distance(written: u64, candidate: u64) -> usize {
    let (gone, new) = ((written & !candidate).count_ones(), (candidate & !written).count_ones());
    gone.max(new) as usize
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
    use super::{least_distance, letters_of, listed, nearest};

    #[test]
    fn a_slip_of_a_letter_or_two_is_recognised() {
        let names = ["data-volume", "cache", "logs"];
        assert_eq!(nearest("data-volum", names), Some("data-volume"));
        assert_eq!(nearest("cahce", names), Some("cache"));
        assert_eq!(nearest("log", names), Some("logs"));
    }

    #[test]
    fn words_are_no_nearer_than_their_letters_say() {
        let words =
            ["", "a", "cache", "cahce", "caches", "mountPath", "mount_path", "größe", "groesse", "データ"];
        for (one, other) in words.iter().flat_map(|one| words.map(|other| (one, other))) {
            let distance = strsim::damerau_levenshtein(one, other);
            assert!(least_distance(letters_of(one), letters_of(other)) <= distance, "{one}, {other}");
        }
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
