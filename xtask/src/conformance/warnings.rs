//! What the API server warns of beside what the checker does, in a case that both accept.

use podwright_rules::Diagnostic;
use podwright_rules::formats::quantity;

use super::compare::is_within;

/// A warning that only one of the two gives.
#[derive(Debug)]
pub(super) enum OneSided {
    /// The server's text.
    Server(String),
    /// The checker's rule and path.
    Checker(String),
}

/// The first warning that the other side does not give at the same place.
pub(super) fn one_sided(ours: &[Diagnostic], theirs: &[String]) -> Option<OneSided> {
    let theirs: Vec<&String> = theirs.iter().filter(|text| !has_overflowed(text)).collect();
    let places: Vec<Place<'_>> = theirs.iter().map(|text| Place::of(text)).collect();
    let missing = places.iter().position(|place| !ours.iter().any(|ours| place.has(&ours.path)));
    if let Some(at) = missing {
        return Some(OneSided::Server(theirs[at].to_owned()));
    }
    let more = ours.iter().find(|ours| !places.iter().any(|place| place.has(&ours.path)))?;
    Some(OneSided::Checker(format!("{} {}", more.rule, more.path)))
}

/// Whether the server takes a whole number of bytes for a broken one: from 9.2 petabytes on its thousandths overflow
/// (`Quantity.MilliValue`), and what is left of them says nothing.
fn has_overflowed(warning: &str) -> bool {
    let Some((_, rest)) = warning.split_once("fractional byte value \"") else { return false };
    let quantity = rest.split_once('"').and_then(|(text, _)| quantity::parse(text).ok());
    quantity.is_some_and(quantity::Quantity::is_whole)
}

/// What a warning says it is about.
enum Place<'t> {
    Path(&'t str),
    /// warningsForOverlappingVirtualPaths names a volume and not its place.
    Volumes,
}

impl<'t> Place<'t> {
    /// A warning begins with its place, but for those of the handlers (dedupOwnerReferences).
    fn of(text: &'t str) -> Self {
        let text = text.strip_prefix('.').unwrap_or(text);
        if text.starts_with("volume \"") {
            return Self::Volumes;
        }
        let end = text.find(": ").into_iter().chain(text.find(" contains ")).min();
        Self::Path(&text[..end.unwrap_or(text.len())])
    }

    fn has(&self, path: &str) -> bool {
        match self {
            // What a pod has as limits alone the server copies into its requests, and warns of twice.
            Self::Path(place) => {
                is_within(path, place)
                    || place.contains(".requests[") && path == place.replace(".requests[", ".limits[")
            }
            Self::Volumes => path.contains("spec.volumes["),
        }
    }
}

#[cfg(test)]
mod tests {
    use podwright_rules::schema::NEWEST;
    use podwright_rules::{Level, Options, Root, check, yaml};

    use super::{OneSided, has_overflowed, one_sided};

    /// What only one side warns of, in a pod with these host aliases.
    fn of_aliases(aliases: &str, theirs: &[&str]) -> Option<OneSided> {
        let text =
            format!(r#"{{"spec":{{"hostAliases":[{aliases}],"containers":[{{"name":"a","image":"b"}}]}}}}"#);
        let document = yaml::chunks(&text)[0].read().remove(0);
        let options = Options { kubernetes: NEWEST, server_only: true, ..Options::of(Root::Pod) };
        let mut ours = check(&document.tree, &options).diagnostics;
        ours.retain(|diagnostic| diagnostic.level == Level::Warning);
        one_sided(&ours, &theirs.iter().map(|&text| text.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn whole_bytes_that_overflow_are_no_broken_ones() {
        let warns = |text: &str| has_overflowed(&format!("a: fractional byte value \"{text}\" is invalid"));
        assert!(warns("1Ei") && warns("100E"));
        assert!(!warns("1500m") && !warns("9223372036854775500m"));
    }

    #[test]
    fn a_warning_of_one_side_alone_is_a_difference() {
        let twice = r#"{"ip":"1.2.3.4"},{"ip":"1.2.3.4"}"#;
        let warning = "spec.hostAliases[1].ip: duplicate ip \"1.2.3.4\"";
        assert!(of_aliases(twice, &[warning]).is_none());
        assert!(matches!(of_aliases(twice, &[]), Some(OneSided::Checker(_))));
        assert!(matches!(of_aliases(r#"{"ip":"1.2.3.4"}"#, &[warning]), Some(OneSided::Server(_))));
        assert!(matches!(of_aliases(twice, &["spec.hostAliases[0].ip: x"]), Some(OneSided::Server(_))));
    }
}
