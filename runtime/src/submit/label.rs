//! What an image says of where it is from: takes the tasks and the labels that were given, gives OCI's labels. What it says is in
//! the program, so that the same program gives the same image.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::task::TaskDef;

/// <https://github.com/opencontainers/image-spec/blob/main/annotations.md>
const VERSION: &str = "org.opencontainers.image.version";
const SOURCE: &str = "org.opencontainers.image.source";

/// The labels of a program with these tasks: the version and repository of the crate that they are in, as far as all their crates
/// have the same, and those that were `given`.
pub(crate) fn labels(catalog: &Catalog, given: Vec<(String, String)>) -> BTreeMap<String, String> {
    let known = [
        (VERSION, agreed(catalog, |task| task.crate_version)),
        (SOURCE, agreed(catalog, |task| task.repository)),
    ];
    let known = known.into_iter().filter(|(_, value)| !value.is_empty());
    known.map(|(key, value)| (key.to_owned(), value.to_owned())).chain(given).collect()
}

/// What all tasks say; empty where they differ.
fn agreed(catalog: &Catalog, said: impl Fn(&TaskDef) -> &'static str) -> &'static str {
    let mut all = catalog.iter().map(said);
    all.next().filter(|first| all.all(|other| other == *first)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::TaskEnvironment;
    use crate::error::{Error, Kind};
    use crate::template::Place;

    static ENV: TaskEnvironment = TaskEnvironment::new("labels");

    const fn task(name: &'static str, crate_version: &'static str) -> TaskDef {
        TaskDef {
            name,
            crate_name: "app",
            crate_version,
            repository: "https://git.example/app",
            place: Place { file: "src/main.rs", line: 1, column: 1 },
            doc: "",
            env: &ENV,
            retries: None,
            timeout_ms: None,
            parameters: &[],
            result_type: "()",
            run: |_| Err(Error::new(Kind::Error, "it is not run")),
        }
    }

    static FIRST: TaskDef = task("first", "1.2.0");
    static SECOND: TaskDef = task("second", "2.0.0");

    #[test]
    fn what_all_crates_of_tasks_have_is_the_images() {
        let one = labels(&Catalog::listed(&[&FIRST]).unwrap(), Vec::new());
        assert_eq!(one[VERSION], "1.2.0");
        let both = labels(&Catalog::listed(&[&FIRST, &SECOND]).unwrap(), Vec::new());
        assert_eq!(both, BTreeMap::from([(SOURCE.to_owned(), "https://git.example/app".to_owned())]));
    }

    #[test]
    fn a_label_that_is_given_comes_before_the_crates() {
        let given = vec![(VERSION.to_owned(), "nightly".to_owned()), ("team".to_owned(), "ml".to_owned())];
        let labels = labels(&Catalog::listed(&[&FIRST]).unwrap(), given);
        assert_eq!((labels[VERSION].as_str(), labels["team"].as_str()), ("nightly", "ml"));
    }
}
