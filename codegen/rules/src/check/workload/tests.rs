//! Workloads, each held against the API server of Kubernetes 1.37 in a dry run.

use crate::check::notation::refused;
use crate::schema::Root;

const TEMPLATE: &str = r#"template: { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "c", image: "a:v1", volumeMounts: [MOUNTS] }] } }"#;

/// What is wrong with a workload whose spec has these fields beside its template.
fn wrong(root: Root, fields: &str) -> Vec<String> {
    with(root, fields, "")
}

fn with(root: Root, fields: &str, mounts: &str) -> Vec<String> {
    let template = TEMPLATE.replace("MOUNTS", mounts);
    refused(&format!("{{ spec: {{ {fields}, {template} }} }}"), root)
}

const SELECTOR: &str = r#"selector: { matchLabels: { a: "b" } }"#;

#[test]
fn a_selector_selects_its_own_template() {
    for root in [Root::Deployment, Root::ReplicaSet, Root::StatefulSet, Root::DaemonSet] {
        assert_eq!(wrong(root, SELECTOR), Vec::<String>::new());
        let other = r#"selector: { matchLabels: { a: "c" } }"#;
        assert_eq!(wrong(root, other), ["workload_selector at selector in spec.template.metadata.labels"]);
        let expression = r#"selector: { matchExpressions: [{ key: "x", operator: "Exists" }] }"#;
        assert_eq!(
            wrong(root, expression),
            ["workload_selector at selector in spec.template.metadata.labels"]
        );
        assert_eq!(wrong(root, "selector: {}"), ["workload_selector at { in spec.selector"]);
    }
}

#[test]
fn numbers_are_within_bounds() {
    let one = |root, fields: &str| wrong(root, &format!("{SELECTOR}, {fields}"));
    assert_eq!(one(Root::Deployment, "replicas: -1"), ["number_range at -1 in spec.replicas"]);
    assert_eq!(
        one(Root::DaemonSet, "revisionHistoryLimit: -1"),
        ["number_range at -1 in spec.revisionHistoryLimit"]
    );
    assert_eq!(one(Root::StatefulSet, "revisionHistoryLimit: -1"), Vec::<String>::new());
    assert_eq!(
        one(Root::Deployment, "minReadySeconds: 700"),
        ["number_range at 700 in spec.progressDeadlineSeconds"]
    );
    assert_eq!(
        one(Root::StatefulSet, r#"serviceName: "A_b""#),
        [r#"invalid_name at "A_b" in spec.serviceName"#]
    );
}

#[test]
fn pods_can_be_replaced() {
    let rolling = |root, field: &str, update: &str| {
        wrong(root, &format!("{SELECTOR}, {field}: {{ rollingUpdate: {{ {update} }} }}"))
    };
    let strategy = |update: &str| rolling(Root::Deployment, "strategy", update);
    let within = "spec.strategy.rollingUpdate.";
    assert_eq!(strategy(r#"maxSurge: "150%", maxUnavailable: "25%""#), Vec::<String>::new());
    assert_eq!(strategy(r#"maxSurge: "abc""#), [format!(r#"number_range at "abc" in {within}maxSurge"#)]);
    assert_eq!(
        strategy(r#"maxUnavailable: "150%""#),
        [format!(r#"number_range at "150%" in {within}maxUnavailable"#)]
    );
    assert_eq!(
        strategy("maxSurge: 0, maxUnavailable: 0"),
        [format!("number_range at 0 in {within}maxUnavailable")]
    );
    assert_eq!(rolling(Root::DaemonSet, "updateStrategy", "maxUnavailable: 0").len(), 1);
    assert_eq!(rolling(Root::StatefulSet, "updateStrategy", "partition: -1").len(), 1);
    let both = format!(r#"{SELECTOR}, strategy: {{ type: "Recreate", rollingUpdate: {{ maxSurge: 1 }} }}"#);
    assert_eq!(wrong(Root::Deployment, &both), ["forbidden at rollingUpdate in spec.strategy.rollingUpdate"]);
}

#[test]
fn a_claim_of_a_stateful_set_is_a_volume() {
    let claims =
        format!(r#"{SELECTOR}, volumeClaimTemplates: [{{ metadata: {{ name: "v" }}, spec: {{}} }}]"#);
    let mount =
        |name: &str| with(Root::StatefulSet, &claims, &format!(r#"{{ name: "{name}", mountPath: "/v" }}"#));
    assert_eq!(mount("v"), Vec::<String>::new());
    assert_eq!(mount("w").len(), 1);
}
