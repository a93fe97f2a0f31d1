//! Nothing committed names a folder of the machine it was written on or the host of a package registry, and all of it is text.

use std::env;

use super::sources::{Source, Sources};
use crate::workspace::root;

/// Hosts of package registries, split so that this file names none.
const HOSTS: &[&str] = &[
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("proxy.", "golang.org"),
    concat!("sum.", "golang.org"),
    concat!("files.", "pythonhosted.org"),
];

pub(super) fn check(sources: &Sources) -> Vec<String> {
    let folders = machine_folders();
    sources.files.iter().flat_map(|file| look(file, &folders)).collect()
}

/// The home of whoever runs this, and the folder that the checkout is in.
fn machine_folders() -> Vec<String> {
    let home = env::var("HOME").unwrap_or_default();
    let parent = root().parent().map(|parent| parent.display().to_string()).unwrap_or_default();
    // `/` alone would be found everywhere.
    [home, parent].into_iter().filter(|folder| folder.len() > 1).map(|folder| format!("{folder}/")).collect()
}

fn look(file: &Source, folders: &[String]) -> Vec<String> {
    let Some(text) = file.text() else {
        return vec![format!("{}: not text; the repository holds no blobs", file.path)];
    };
    // What cargo and go write is theirs.
    if file.path.ends_with("Cargo.lock") || file.has_extension("sum") {
        return Vec::new();
    }
    let mut complaints = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        for folder in folders.iter().filter(|folder| line.contains(folder.as_str())) {
            complaints.push(format!("{}:{number}: `{folder}` is a folder of this machine", file.path));
        }
        for host in HOSTS.iter().filter(|host| line.contains(**host)) {
            complaints.push(format!(
                "{}:{number}: `{host}` is a package registry; whoever builds this has theirs",
                file.path
            ));
        }
    }
    complaints
}
