//! The Kubernetes that a package's templates are for, from `[package.metadata.podwright]` of its manifest. It gives what is to
//! be checked, and must not know how.

mod settings;

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::{env, fmt, fs};

use podwright_rules::schema::{Minor, NEWEST, OLDEST};
use podwright_rules::{Options, Spelling};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong with what the manifest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The manifest's line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cargo.toml:{}: {}", self.line, self.message)
    }
}

/// What the templates of the package that is being compiled are checked for; the newest Kubernetes where its manifest says
/// nothing, or there is none.
pub fn of_package() -> Result<Options, Wrong> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .and_then(|folder| fs::read_to_string(Path::new(&folder).join("Cargo.toml")).ok());
    manifest.map_or_else(|| Ok(Options::new(Spelling::Snake)), read_once)
}

/// As [`read`]; the same text is read once, as a package has one manifest and many templates.
fn read_once(manifest: String) -> Result<Options, Wrong> {
    static LAST: Mutex<Option<(String, Result<Options, Wrong>)>> = Mutex::new(None);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    match &*last {
        Some((text, options)) if *text == manifest => options.clone(),
        _ => {
            let options = read(&manifest);
            *last = Some((manifest, options.clone()));
            options
        }
    }
}

/// What the templates of a package with this manifest are checked for.
pub fn read(manifest: &str) -> Result<Options, Wrong> {
    let mut options = Options::new(Spelling::Snake);
    // What cargo cannot read it says itself.
    let Ok(table) = DeTable::parse(manifest) else { return Ok(options) };
    let ours = ["metadata", "podwright"].iter().try_fold(table.get_ref().get("package"), |value, key| {
        Some(value?.get_ref().as_table().and_then(|table| table.get(*key)))
    });
    let Some(ours) = ours.flatten().and_then(|ours| ours.get_ref().as_table()) else { return Ok(options) };
    if let Some(version) = ours.get("kubernetes") {
        options.kubernetes = kubernetes(version).map_err(|message| wrong(manifest, version, message))?;
    }
    if let Some(table) = ours.get("lints") {
        options.lints = settings::lints(table).map_err(|(at, message)| wrong(manifest, at, message))?;
    }
    if let Some(table) = ours.get("feature_gates") {
        options.feature_gates =
            settings::gates(table).map_err(|(at, message)| wrong(manifest, at, message))?;
    }
    Ok(options)
}

fn wrong(manifest: &str, value: &Spanned<DeValue<'_>>, message: String) -> Wrong {
    Wrong { line: manifest[..value.span().start].lines().count().max(1), message }
}

fn kubernetes(value: &Spanned<DeValue<'_>>) -> Result<Minor, String> {
    let supported =
        || (OLDEST.0..=NEWEST.0).map(|minor| format!("`\"1.{minor}\"`")).collect::<Vec<_>>().join(", ");
    let written = match value.get_ref() {
        DeValue::String(version) => version.to_string(),
        DeValue::Float(number) => {
            return Err(format!("`kubernetes` is a string: write `\"{}\"`", number.as_str()));
        }
        _ => return Err(format!("`kubernetes` is one of the strings {}", supported())),
    };
    let minor = written.strip_prefix("1.").and_then(|minor| minor.parse().ok()).map(Minor);
    minor.filter(|minor| (OLDEST..=NEWEST).contains(minor)).ok_or_else(|| {
        format!("podwright knows no Kubernetes `{written}`; `kubernetes` is one of {}", supported())
    })
}

#[cfg(test)]
mod tests {
    use podwright_rules::Level;

    use super::*;

    fn with(line: &str) -> Result<Minor, String> {
        let manifest = format!("[package]\nname = \"a\"\n\n[package.metadata.podwright]\n{line}\n");
        read(&manifest).map(|options| options.kubernetes).map_err(|wrong| wrong.to_string())
    }

    #[test]
    fn a_package_names_the_kubernetes_that_its_templates_are_for() {
        assert_eq!(with("kubernetes = \"1.33\""), Ok(Minor(33)));
        assert_eq!(with("registry = \"r\""), Ok(NEWEST));
        let dotted = "package.metadata.podwright.kubernetes = \"1.34\"";
        assert_eq!(read(dotted).map(|options| options.kubernetes), Ok(Minor(34)));
    }

    fn options(lines: &str) -> Result<Options, String> {
        let manifest = format!("[package]\nname = \"a\"\n\n[package.metadata.podwright]\n{lines}\n");
        read(&manifest).map_err(|wrong| wrong.to_string())
    }

    #[test]
    fn a_package_sets_the_levels_of_lints() {
        let set = options("lints = { missing_limits = \"deny\", unused_volume = \"allow\" }").unwrap();
        assert_eq!(set.lints, [("missing_limits", Some(Level::Error)), ("unused_volume", None)]);
        for (lints, said) in [
            (
                "{ missing_limit = \"deny\" }",
                "there is no lint `missing_limit`; did you mean `missing_limits`?",
            ),
            ("{ required = \"allow\" }", "`required` is an error, whose level cannot be set"),
            (
                "{ unused_volume = \"forbid\" }",
                "`unused_volume` is set to `\"allow\"`, `\"warn\"` or `\"deny\"`",
            ),
            ("1", "`lints` is a table: `unused_volume = \"deny\"`"),
        ] {
            assert_eq!(options(&format!("lints = {lints}")), Err(format!("Cargo.toml:5: {said}")));
        }
    }

    #[test]
    fn a_package_says_which_feature_gates_its_cluster_has_turned() {
        let set = options("feature_gates = { ContainerStopSignals = true }").unwrap();
        assert_eq!(set.feature_gates, [("ContainerStopSignals".to_owned(), true)]);
        for (gates, said) in [
            (
                "{ ContainerStopSignal = true }",
                "podwright knows no feature gate `ContainerStopSignal`; did you mean `ContainerStopSignals`?",
            ),
            ("{ ContainerStopSignals = 1 }", "`ContainerStopSignals` is `true` or `false`"),
            ("[]", "`feature_gates` is a table: `ContainerStopSignals = true`"),
        ] {
            assert_eq!(options(&format!("feature_gates = {gates}")), Err(format!("Cargo.toml:5: {said}")));
        }
    }

    #[test]
    fn a_manifest_that_says_nothing_is_for_the_newest() {
        for manifest in ["", "[package]\nname = \"a\"", "[package.metadata]\npodwright = 1", "not = = toml"] {
            assert_eq!(read(manifest).map(|options| options.kubernetes), Ok(NEWEST), "{manifest}");
        }
    }

    #[test]
    fn a_version_that_is_not_known_is_refused_with_those_that_are() {
        let known = "`\"1.33\"`, `\"1.34\"`, `\"1.35\"`, `\"1.36\"`, `\"1.37\"`";
        for version in ["1.12", "1.99", "33", "v1.33", "1.33.2"] {
            let said = format!(
                "Cargo.toml:5: podwright knows no Kubernetes `{version}`; `kubernetes` is one of {known}"
            );
            assert_eq!(with(&format!("kubernetes = \"{version}\"")), Err(said));
        }
        assert_eq!(
            with("kubernetes = 1.33"),
            Err("Cargo.toml:5: `kubernetes` is a string: write `\"1.33\"`".to_owned())
        );
        assert!(with("kubernetes = [33]").is_err());
    }
}
