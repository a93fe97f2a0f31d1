//! The texts of the API server's warnings → what each is about: a rule, a place, and how often the checker says it. The server says
//! no text twice.

use std::ops::RangeInclusive;

use podwright_rules::formats::quantity::{self, Quantity};
use podwright_rules::schema::Minor;
use podwright_rules::{Diagnostic, Root};
use serde_json::Value;

use super::case::Case;
use super::compare::is_within;

/// How a warning begins behind its place, or behind an ` is ` there, and the rule that says it; the first that fits.
const TOPICS: [(&str, &str); 23] = [
    ("this is used in ", "host_name"),
    ("In Indexed Jobs ", "many_indexes"),
    ("deprecated since v1.30; use the \"appArmorProfile\" ", "unused_profile_annotation"),
    ("non-functional in v1.27+; use the \"seccompProfile\" ", "unused_profile_annotation"),
    ("non-functional in v", "deprecated_annotation"),
    ("deprecated in v", "deprecated_volume"),
    ("deprecated since v", "deprecated_label"),
    ("use \"node-role.kubernetes.io/control-plane\" instead", "deprecated_label"),
    ("invalid, ", "unmatched_value"),
    ("a null labelSelector ", "selects_nothing"),
    ("duplicate ip ", "duplicate_host_alias"),
    ("non-standard IP address ", "address_form"),
    ("IPv6 address ", "address_form"),
    ("duplicate name ", "pull_secret"),
    ("invalid empty name ", "pull_secret"),
    ("fractional byte value ", "fractional_bytes"),
    ("hides previous definition of ", "duplicate_env"),
    ("hostIP set without hostPort: ", "unused_host_ip"),
    ("duplicate port definition with ", DUPLICATE_PORT),
    ("overlapping port definition with ", OVERLAPPING_PORT),
    ("dangerously ambiguous port definition with ", OVERLAPPING_PORT),
    ("duplicate port name ", "shared_port_name"),
    ("must be >= 0; negative values ", "grace_period"),
];

pub(super) const DUPLICATE_PORT: &str = "duplicate_port";
pub(super) const OVERLAPPING_PORT: &str = "overlapping_port";

/// What a warning is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Topic {
    pub(super) rule: &'static str,
    /// The place as the server names it, or of the volume that it names.
    pub(super) place: String,
    /// Where it is about a file of a volume: its path in there.
    pub(super) file: Option<String>,
}

impl Topic {
    /// What a warning of a server is about in a document, and how often the checker says that: once for whatever else the place is at
    /// odds with, where the server says it of each. Nothing where no rule says such a thing.
    pub(super) fn of(
        text: &str,
        root: Root,
        document: &Value,
        minor: Minor,
    ) -> Option<(Self, RangeInclusive<usize>)> {
        let text = text.strip_prefix('.').unwrap_or(text);
        if let Some(of_volume) = text.strip_prefix("volume ") {
            return Self::of_volume(of_volume, root, document, minor);
        }
        if let Some((place, owners)) = text.split_once(" contains duplicate entries; ") {
            let count = owners.split_once(" observed: ")?.1.split(", ").count();
            let topic = Self { rule: "duplicate_owner", place: place.to_owned(), file: None };
            return Some((topic, count..=count));
        }
        let (place, message) = text.split_once(": ")?;
        let subjects = message.match_indices(" is ").map(|(at, is)| &message[at + is.len()..]);
        let mut predicates = std::iter::once(message).chain(subjects);
        let rule = predicates.find_map(|said| TOPICS.iter().find(|(begin, _)| said.starts_with(begin)))?.1;
        Some((Self { rule, place: place.to_owned(), file: None }, 1..=1))
    }

    /// `warningsForOverlappingVirtualPaths` names the volume, and not its place.
    fn of_volume(
        text: &str,
        root: Root,
        document: &Value,
        minor: Minor,
    ) -> Option<(Self, RangeInclusive<usize>)> {
        let (name, said) = quoted(text)?;
        let pod = Case::pod_in(root);
        let volumes = at(document, &format!("{pod}spec.volumes"))?.as_array()?;
        let index = volumes.iter().position(|volume| volume["name"] == *name)?;
        let place = format!("{pod}spec.volumes[{index}]");
        if said == " (Projected) has no sources provided" {
            let sources = volumes[index]["projected"]["sources"].as_array().map_or(0, Vec::len);
            return Some((Self { rule: "empty_projection", place, file: None }, 1..=sources));
        }
        let (file, _) = quoted(said.split_once("): overlapping paths: ")?.1)?;
        let least = usize::from(minor >= Minor(34) || !is_repeated(&volumes[index]));
        let most = files(&volumes[index], &file);
        Some((Self { rule: "overlapping_path", place, file: Some(file) }, least..=most))
    }

    /// Whether a diagnostic of the checker's is about it; which file it is about stands in its message, since the server's paths
    /// of files leave out indices.
    pub(super) fn is_of(&self, ours: &Diagnostic) -> bool {
        let is_the_file = |file: &String| ours.message.starts_with(&format!("`{file}` "));
        ours.rule == self.rule
            && is_within(&ours.path, &self.place)
            && self.file.as_ref().is_none_or(is_the_file)
    }

    /// Whether it is about a request that the server copied from the limit, of which it warns too (`SetDefaults_Pod`).
    pub(super) fn is_copied(&self, document: &Value) -> bool {
        self.place.contains(".resources.requests[") && at(document, &self.place).is_none()
    }
}

/// Whether the server takes a whole number of bytes for a broken one: from 9.2 petabytes on its thousandths overflow
/// (`Quantity.MilliValue`), and what is left of them says nothing.
pub(super) fn has_overflowed(warning: &str) -> bool {
    let Some((_, rest)) = warning.split_once("fractional byte value \"") else { return false };
    let quantity = rest.split_once('"').and_then(|(text, _)| quantity::parse(text).ok());
    quantity.is_some_and(Quantity::is_whole)
}

/// Whether a server of 1.33 looks at some files of a projected volume again: it takes those of the source before for those of a
/// source that names none (`sourcePaths` in `warningsForOverlappingVirtualPaths`, mended in 1.34). A trust bundle is forgotten before that.
fn is_repeated(volume: &Value) -> bool {
    let names_files = |source: &Value| {
        ["configMap", "secret", "downwardAPI"].iter().any(|kind| source[kind]["items"].is_array())
            || source["serviceAccountToken"].is_object()
    };
    let sources = volume["projected"]["sources"].as_array();
    sources.is_some_and(|sources| sources.iter().skip(1).any(|source| !names_files(source)))
}

/// How many files of a volume have this path.
fn files(volume: &Value, file: &str) -> usize {
    const PATHS: [&str; 4] = ["path", "certificateChainPath", "keyPath", "credentialBundlePath"];
    match volume {
        Value::Object(fields) => {
            let is_it = |key: &str, value: &Value| {
                PATHS.contains(&key) && value.as_str().is_some_and(|path| path.trim_end_matches('/') == file)
            };
            fields.iter().map(|(key, value)| usize::from(is_it(key, value)) + files(value, file)).sum()
        }
        Value::Array(items) => items.iter().map(|item| files(item, file)).sum(),
        _ => 0,
    }
}

/// The text that a message begins with in quotes, and what follows.
fn quoted(message: &str) -> Option<(String, &str)> {
    let mut texts = serde_json::Deserializer::from_str(message).into_iter::<String>();
    let text = texts.next()?.ok()?;
    Some((text, &message[texts.byte_offset()..]))
}

/// The value at a place: `spec.containers[0].resources.limits[memory]`.
fn at<'d>(document: &'d Value, path: &str) -> Option<&'d Value> {
    let mut value = document;
    let mut rest = path;
    while !rest.is_empty() {
        value = if let Some(inside) = rest.strip_prefix('[') {
            let (key, after) = inside.split_once(']')?;
            rest = after;
            match value {
                Value::Array(items) => items.get(key.parse::<usize>().ok()?)?,
                _ => value.get(key)?,
            }
        } else {
            let field = rest.strip_prefix('.').unwrap_or(rest);
            let end = field.find(['.', '[']).unwrap_or(field.len());
            rest = &field[end..];
            value.get(&field[..end])?
        };
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use podwright_rules::Root;
    use podwright_rules::rules;
    use podwright_rules::schema::{Minor, NEWEST};
    use serde_json::json;

    use super::{TOPICS, Topic, has_overflowed};

    #[test]
    fn a_topic_has_a_rule() {
        let unknown: Vec<_> = TOPICS.iter().filter(|(_, rule)| rules::find(rule).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn whole_bytes_that_overflow_are_no_broken_ones() {
        let warns = |text: &str| has_overflowed(&format!("a: fractional byte value \"{text}\" is invalid"));
        assert!(warns("1Ei") && warns("100E"));
        assert!(!warns("1500m") && !warns("9223372036854775500m"));
    }

    #[test]
    fn a_volume_that_a_warning_names_is_the_one_of_that_name() {
        let document = json!({ "spec": { "volumes": [{ "name": "a" }, { "name": "b", "secret": { "items": [{ "path": "x" }, { "path": "x/y" }, { "path": "x/" }] } }] } });
        let of = |text| Topic::of(text, Root::Pod, &document, NEWEST);
        let (topic, times) = of(r#"volume "b" (Secret "s"): overlapping paths: "x" with "x/y""#).unwrap();
        assert_eq!((topic.rule, topic.place.as_str(), times), ("overlapping_path", "spec.volumes[1]", 1..=2));
        assert_eq!(topic.file.as_deref(), Some("x"));
        let (topic, _) = of(r#"volume "a" (Projected) has no sources provided"#).unwrap();
        assert_eq!((topic.rule, topic.place.as_str()), ("empty_projection", "spec.volumes[0]"));
        assert!(of(r#"volume "c" (Projected) has no sources provided"#).is_none(), "there is no such volume");
        assert!(of(r#"volume "a" is of a kind that no rule knows"#).is_none());
    }

    #[test]
    fn a_server_of_1_33_looks_at_files_again() {
        let sources = json!([{ "secret": { "name": "s", "items": [{ "key": "a", "path": "x" }] } }, { "configMap": { "name": "c" } }]);
        let document =
            json!({ "spec": { "volumes": [{ "name": "a", "projected": { "sources": sources } }] } });
        let text = r#"volume "a" (Projected): overlapping paths: "x" (Secret "s") with "x" (Secret "s")"#;
        let times = |minor| Topic::of(text, Root::Pod, &document, Minor(minor)).unwrap().1;
        assert_eq!((times(33), times(34)), (0..=1, 1..=1));
        let with_bundle =
            document.to_string().replace(r#""configMap":"#, r#""clusterTrustBundle":{},"configMap":"#);
        let with_bundle = serde_json::from_str(&with_bundle).unwrap();
        assert_eq!(Topic::of(text, Root::Pod, &with_bundle, Minor(33)).unwrap().1, 0..=1);
    }

    #[test]
    fn what_a_warning_says_of_its_place_names_the_rule() {
        let rule =
            |text| Topic::of(text, Root::Pod, &json!({}), NEWEST).map(|(topic, _)| (topic.rule, topic.place));
        let label = "spec.topologySpreadConstraints[0].topologyKey: beta.kubernetes.io/os is deprecated since v1.14; use x";
        assert_eq!(rule(label).unwrap().0, "deprecated_label");
        let value = "spec.a.values[0]: what is this is invalid, a valid label must be an empty string";
        assert_eq!(rule(value).unwrap(), ("unmatched_value", "spec.a.values[0]".to_owned()));
        assert!(rule("spec.a: a warning that no rule has").is_none());
    }

    #[test]
    fn a_request_is_copied_where_the_document_sets_none() {
        let document =
            json!({ "spec": { "containers": [{ "resources": { "requests": { "memory": "1m" } } }] } });
        let is_copied = |resource: &str| {
            let place = format!("spec.containers[0].resources.requests[{resource}]");
            Topic { rule: "fractional_bytes", place, file: None }.is_copied(&document)
        };
        assert!(!is_copied("memory") && is_copied("ephemeral-storage"));
    }
}
