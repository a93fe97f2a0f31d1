//! Whether nodes have the instructions that a program needs. Pure: it reads the labels of node-feature-discovery.

use super::nodes::Labels;
use super::{Finding, Verdict};

const PREFIX: &str = "feature.node.kubernetes.io/cpu-cpuid.";

/// A level of the x86-64 psABI, and the features that tell it. Node-feature-discovery publishes no features of the second
/// level (they are in the default `attributeBlacklist` of its worker), so that only a later one shows that it is there.
const LEVELS: [(&str, &[&str]); 3] = [
    ("x86-64-v2", &["AVX"]),
    ("x86-64-v3", &["AVX2", "FMA3"]),
    ("x86-64-v4", &["AVX512F", "AVX512BW", "AVX512CD", "AVX512DQ", "AVX512VL"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Runs,
    Lacks,
    Unknown,
}

/// Compares a program that needs `level` with the nodes that its pod may get; `all` says whether there are no others.
pub(super) fn judge(level: &str, nodes: &[Labels], all: bool) -> Option<Finding> {
    let features = LEVELS.iter().find(|(name, _)| *name == level)?.1;
    let fits: Vec<Fit> = nodes.iter().map(|labels| fit(level, features, labels)).collect();
    let count = |wanted| fits.iter().filter(|fit| **fit == wanted).count();
    let (lacking, unknown) = (count(Fit::Lacks), count(Fit::Unknown));
    let build = "build it without `target-cpu=native`";
    if lacking == nodes.len() && all {
        let message = format!("the program needs processors of {level}, and no node has one");
        return Some(Finding::new(Verdict::Refused, message, build));
    }
    if lacking > 0 {
        let message = format!(
            "the program needs processors of {level}, and {lacking} of the {} nodes that its pod may get have none",
            nodes.len()
        );
        let choose =
            format!("choose the others with `node_selector: {{ \"{PREFIX}{}\": \"true\" }}`", features[0]);
        return Some(Finding::new(Verdict::Warning, message, format!("{choose}, or {build}")));
    }
    (unknown > 0).then(|| {
        let message = format!(
            "the program needs processors of {level}, and whether the nodes have them cannot be known: they do not say it"
        );
        let help = format!("{build} if it ends with SIGILL; node-feature-discovery would label the nodes");
        Finding::new(Verdict::Warning, message, help)
    })
}

fn fit(level: &str, features: &[&str], labels: &Labels) -> Fit {
    if !labels.keys().any(|label| label.starts_with(PREFIX)) {
        return Fit::Unknown;
    }
    let has = |feature: &&str| labels.get(&format!("{PREFIX}{feature}")).is_some_and(|value| value == "true");
    if features.iter().all(has) {
        Fit::Runs
    } else if level == LEVELS[0].0 {
        Fit::Unknown
    } else {
        Fit::Lacks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(features: &[&str]) -> Labels {
        features.iter().map(|feature| (format!("{PREFIX}{feature}"), "true".to_owned())).collect()
    }

    fn verdict(level: &str, nodes: &[Labels]) -> Option<Verdict> {
        judge(level, nodes, true).map(|found| found.verdict)
    }

    #[test]
    fn nodes_that_have_the_features_are_no_finding() {
        assert_eq!(verdict("x86-64-v3", &[node(&["AVX", "AVX2", "FMA3"])]), None);
        assert_eq!(verdict("x86-64-v2", &[node(&["AVX"])]), None);
    }

    #[test]
    fn a_cluster_whose_nodes_all_lack_them_is_refused_where_all_were_seen() {
        let old = [node(&["AVX"]), node(&["AESNI"])];
        assert_eq!(verdict("x86-64-v3", &old), Some(Verdict::Refused));
        assert_eq!(judge("x86-64-v3", &old, false).unwrap().verdict, Verdict::Warning);
    }

    #[test]
    fn some_nodes_that_lack_them_are_a_warning_that_says_how_to_choose() {
        let found = judge("x86-64-v3", &[node(&["AVX2", "FMA3"]), node(&["AVX"]), node(&[])], true).unwrap();
        assert_eq!(found.verdict, Verdict::Warning);
        assert!(found.message.contains("1 of the 3 nodes"), "{found:?}");
        assert!(found.help.contains("cpu-cpuid.AVX2"), "{found:?}");
    }

    #[test]
    fn nodes_without_the_labels_cannot_be_known() {
        let found = judge("x86-64-v3", &[node(&[])], true).unwrap();
        assert!(found.verdict == Verdict::Warning && found.message.contains("cannot be known"), "{found:?}");
        // The labels of the second level are not published.
        assert_eq!(verdict("x86-64-v2", &[node(&["AESNI"])]), Some(Verdict::Warning));
    }
}
