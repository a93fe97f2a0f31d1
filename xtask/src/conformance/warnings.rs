//! What the API server warns of beside what the checker does, in a case that both accept: the same rules, at the same places, as
//! often.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use podwright_rules::schema::Minor;
use podwright_rules::{Diagnostic, Root};
use serde_json::Value;

use super::case::Case;
use super::topics::{DUPLICATE_PORT, OVERLAPPING_PORT, Topic, has_overflowed};

/// A warning that only one of the two gives.
#[derive(Debug)]
pub(super) enum OneSided {
    /// The server's text.
    Server(String),
    /// The checker's rule and path.
    Checker(String),
}

/// What the two say of a topic.
struct Said<'t> {
    /// The server's text, the first of them.
    text: &'t str,
    /// How often the checker should.
    expected: RangeInclusive<usize>,
    ours: usize,
}

/// The first warning that the other side does not give at the same place, or not as often.
pub(super) fn one_sided(
    case: &Case,
    ours: &[Diagnostic],
    theirs: &[String],
    minor: Minor,
) -> Option<OneSided> {
    if ours.is_empty() && theirs.is_empty() {
        return None;
    }
    let document: Value = serde_json::from_str(&case.document).unwrap_or_default();
    let mut said: BTreeMap<Topic, Said<'_>> = BTreeMap::new();
    for text in theirs.iter().filter(|text| !has_overflowed(text)) {
        let Some((topic, expected)) = Topic::of(text, case.root, &document, minor) else {
            return Some(OneSided::Server(text.clone()));
        };
        if case.root != Root::Pod || !topic.is_copied(&document) {
            said.entry(topic).or_insert(Said { text, expected, ours: 0 });
        }
    }
    keep_the_worse(&mut said);
    for mine in ours {
        let Some((_, said)) = said.iter_mut().find(|(topic, _)| topic.is_of(mine)) else {
            return Some(OneSided::Checker(format!("{} {}", mine.rule, mine.path)));
        };
        said.ours += 1;
    }
    said.iter().find_map(|(topic, said)| said.difference(topic))
}

/// Of a port that is declared twice and at odds with a third, the checker says the worse.
fn keep_the_worse(said: &mut BTreeMap<Topic, Said<'_>>) {
    let twice: Vec<Topic> = said.keys().filter(|topic| topic.rule == DUPLICATE_PORT).cloned().collect();
    for topic in twice {
        said.remove(&Topic { rule: OVERLAPPING_PORT, ..topic });
    }
}

impl Said<'_> {
    fn difference(&self, topic: &Topic) -> Option<OneSided> {
        if self.expected.contains(&self.ours) {
            None
        } else if self.ours < *self.expected.start() {
            Some(OneSided::Server(self.text.to_owned()))
        } else {
            Some(OneSided::Checker(format!("{} {}, {} times", topic.rule, topic.place, self.ours)))
        }
    }
}

#[cfg(test)]
mod tests {
    use podwright_rules::schema::NEWEST;
    use podwright_rules::{Level, Options, Root, check, yaml};

    use super::super::case::Case;
    use super::{OneSided, one_sided};

    /// What only one side warns of, in a document.
    fn of(root: Root, text: &str, theirs: &[&str]) -> Option<OneSided> {
        let document = yaml::chunks(text)[0].read().remove(0);
        let options = Options { kubernetes: NEWEST, server_only: true, ..Options::of(root) };
        let mut ours = check(&document.tree, &options).diagnostics;
        ours.retain(|diagnostic| diagnostic.level == Level::Warning);
        let case = Case { root, document: text.to_owned(), from: String::new() };
        let theirs: Vec<String> = theirs.iter().map(|&text| text.to_owned()).collect();
        one_sided(&case, &ours, &theirs, NEWEST)
    }

    fn of_aliases(aliases: &str, theirs: &[&str]) -> Option<OneSided> {
        let text =
            format!(r#"{{"spec":{{"hostAliases":[{aliases}],"containers":[{{"name":"a","image":"b"}}]}}}}"#);
        of(Root::Pod, &text, theirs)
    }

    fn of_container(root: Root, field: &str, theirs: &[&str]) -> Option<OneSided> {
        let text = format!(r#"{{"spec":{{"containers":[{{"name":"a","image":"b",{field}}}]}}}}"#);
        of(root, &text, theirs)
    }

    fn of_volumes(volumes: &str, theirs: &[&str]) -> Option<OneSided> {
        let text =
            format!(r#"{{"spec":{{"volumes":[{volumes}],"containers":[{{"name":"a","image":"b"}}]}}}}"#);
        of(Root::Pod, &text, theirs)
    }

    #[test]
    fn a_warning_of_one_side_alone_is_a_difference() {
        let twice = r#"{"ip":"1.2.3.4"},{"ip":"1.2.3.4"}"#;
        let warning = "spec.hostAliases[1].ip: duplicate ip \"1.2.3.4\"";
        assert!(of_aliases(twice, &[warning]).is_none());
        assert!(matches!(of_aliases(twice, &[]), Some(OneSided::Checker(_))));
        assert!(matches!(of_aliases(r#"{"ip":"1.2.3.4"}"#, &[warning]), Some(OneSided::Server(_))));
        let elsewhere = "spec.hostAliases[0].ip: duplicate ip \"1.2.3.4\"";
        assert!(of_aliases(twice, &[elsewhere]).is_some());
    }

    #[test]
    fn a_warning_of_another_kind_at_the_place_is_a_difference() {
        let twice = r#"{"ip":"1.2.3.4"},{"ip":"1.2.3.4"}"#;
        assert!(
            of_aliases(twice, &["spec.hostAliases[1].ip: non-standard IP address \"1.2.3.4\" is invalid"])
                .is_some()
        );
        assert!(of_aliases(twice, &["spec.hostAliases[1].ip: what no rule says"]).is_some());
    }

    #[test]
    fn a_request_that_a_pod_sets_is_no_copy_of_its_limit() {
        let (limits, requests) = (
            "spec.containers[0].resources.limits[memory]: fractional byte value \"1m\" is invalid",
            "spec.containers[0].resources.requests[memory]: fractional byte value \"1m\" is invalid",
        );
        let limit = r#""resources":{"limits":{"memory":"1m"}}"#;
        assert!(of_container(Root::Pod, limit, &[limits, requests]).is_none());
        assert!(of_container(Root::PodTemplateSpec, limit, &[limits]).is_none());
        assert!(
            of_container(Root::PodTemplateSpec, limit, &[limits, requests]).is_some(),
            "nothing is copied there"
        );
        let both = r#""resources":{"limits":{"memory":"1m"},"requests":{"memory":"1m"}}"#;
        assert!(of_container(Root::Pod, both, &[limits, requests]).is_none());
        assert!(of_container(Root::Pod, both, &[limits]).is_some());
        let whole = r#""resources":{"limits":{"memory":"1m"},"requests":{"memory":"0"}}"#;
        assert!(of_container(Root::Pod, whole, &[limits, requests]).is_some());
    }

    #[test]
    fn a_port_at_odds_with_several_is_one_warning_of_the_checker() {
        let ports = r#""ports":[{"containerPort":1},{"containerPort":1},{"containerPort":1}]"#;
        let said = |at: usize, with: usize| {
            format!(
                "spec.containers[0].ports[{at}]: duplicate port definition with spec.containers[0].ports[{with}]"
            )
        };
        let theirs = [said(1, 0), said(2, 0), said(2, 1)];
        let theirs: Vec<&str> = theirs.iter().map(String::as_str).collect();
        assert!(of_container(Root::Pod, ports, &theirs).is_none());
        assert!(of_container(Root::Pod, ports, &theirs[..1]).is_some());
    }

    #[test]
    fn one_text_of_a_volume_excuses_no_other_volume_and_no_other_rule() {
        let overlapping = r#"{"name":"v","secret":{"secretName":"s","items":[{"key":"a","path":"x"},{"key":"b","path":"x"}]}}"#;
        let text = r#"volume "v" (Secret "s"): overlapping paths: "x" with "x""#;
        assert!(of_volumes(overlapping, &[text]).is_none());
        let flocker = r#"{"name":"w","flocker":{"datasetName":"a"}}"#;
        assert!(of_volumes(&format!("{overlapping},{flocker}"), &[text]).is_some());
        let other = overlapping.replace("\"v\"", "\"u\"");
        assert!(of_volumes(&format!("{overlapping},{other}"), &[text]).is_some());
        let empty = r#"{"name":"p","projected":{"sources":[{},{}]}}"#;
        let text = r#"volume "p" (Projected) has no sources provided"#;
        assert!(of_volumes(empty, &[text]).is_none(), "the server says no text twice");
        assert!(of_volumes(empty, &[]).is_some());
    }
}
