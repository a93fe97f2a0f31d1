//! Time zones: IANA's names, as the API server has them from Go's own copy of the database.

/// The names, sorted by their bytes; from `lib/time/zoneinfo.zip` of Go 1.26.
static NAMES: &str = include_str!("time_zones.txt");

/// Every name.
pub fn all() -> impl Iterator<Item = &'static str> {
    NAMES.lines()
}

/// Whether there is a time zone of this name (`time.LoadLocation`).
pub fn is_known(name: &str) -> bool {
    all().any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn a_zone_has_the_case_that_iana_gives_it() {
        assert!(is_known("Europe/Berlin") && is_known("UTC"));
        assert!(!is_known("europe/berlin") && !is_known("Local") && !is_known(""));
    }
}
