//! The crates of a `Cargo.lock` that a package can reach.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Package;

#[derive(Deserialize)]
struct Lock {
    #[serde(default)]
    package: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    version: String,
    source: Option<String>,
    checksum: Option<String>,
    #[serde(default)]
    dependencies: Vec<String>,
}

impl Entry {
    /// A dependency is `name`, `name version` where there are several of the name, or `name version (source)`.
    fn is_meant(&self, dependency: &str) -> bool {
        let mut words = dependency.split(' ');
        words.next() == Some(&self.name) && words.next().is_none_or(|version| version == self.version)
    }
}

/// The crates that `root` reaches, sorted by name and version, itself among them.
pub(super) fn packages(text: &str, root: &str) -> Result<Vec<Package>, String> {
    let mut lock: Lock = toml::from_str(text).map_err(|error| error.to_string())?;
    lock.package.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    let mut by_name = BTreeMap::<&str, Vec<usize>>::new();
    for (index, entry) in lock.package.iter().enumerate() {
        by_name.entry(&entry.name).or_default().push(index);
    }
    let needs = |index: usize| {
        lock.package[index].dependencies.iter().filter_map(|dependency| {
            let name = dependency.split(' ').next()?;
            by_name.get(name)?.iter().copied().find(|other| lock.package[*other].is_meant(dependency))
        })
    };
    let start = lock.package.iter().position(|entry| entry.name == root && entry.source.is_none());
    let start = start.ok_or_else(|| format!("it has no package `{root}`"))?;
    let mut reached = BTreeSet::from([start]);
    let mut next = vec![start];
    while let Some(index) = next.pop() {
        next.extend(needs(index).filter(|other| reached.insert(*other)));
    }
    let places = reached.iter().enumerate().map(|(place, index)| (*index, place)).collect::<BTreeMap<_, _>>();
    let package = |index: &usize| {
        let entry = &lock.package[*index];
        Package {
            name: entry.name.clone(),
            version: entry.version.clone(),
            public: entry.source.as_ref().is_some_and(|source| source.starts_with("registry+")),
            checksum: entry.checksum.clone(),
            dependencies: needs(*index).map(|other| places[&other]).collect(),
            root: *index == start,
        }
    };
    Ok(reached.iter().map(package).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4
[[package]]
name = "other"
version = "0.1.0"
[[package]]
name = "b"
version = "2.0.0"
source = "registry+x"
[[package]]
name = "app"
version = "0.1.0"
dependencies = ["a", "b 2.0.0"]
[[package]]
name = "b"
version = "1.0.0"
source = "registry+x"
[[package]]
name = "a"
version = "1.0.0"
source = "git+y"
dependencies = ["b 1.0.0"]
"#;

    #[test]
    fn what_the_package_does_not_reach_is_left_out() {
        let packages = packages(LOCK, "app").unwrap();
        let named = packages
            .iter()
            .map(|package| format!("{} {} {:?}", package.name, package.version, package.dependencies));
        assert_eq!(
            named.collect::<Vec<_>>(),
            ["a 1.0.0 [2]", "app 0.1.0 [0, 3]", "b 1.0.0 []", "b 2.0.0 []"]
        );
        assert!(!packages[0].public && packages[2].public && packages[1].root);
    }

    #[test]
    fn a_package_that_is_not_there_is_said() {
        assert_eq!(packages(LOCK, "c").unwrap_err(), "it has no package `c`");
        assert!(packages("[[package", "c").is_err());
    }
}
