use crate::Spelling;
use crate::check::notation::{checked, message, read, warned, wrong};
use crate::check::{HoleKind, Options, check};
use crate::schema::Minor;
use crate::text::to_json;

fn help(template: &str) -> String {
    message(template).1
}

#[test]
fn names_are_kubernetes_own_in_the_canonical_tree() {
    let checked = checked(
        r#"{ primary_container_name: "a", pod_spec: {
            containers: [#[ordinary] { name: "a", volume_mounts: [], resources: { limits: { cpu: 2, memory: "1Gi" } } }],
            host_pid: true, node_selector: null,
        } }"#,
    );
    let said: Vec<&str> = checked.diagnostics.iter().map(|diagnostic| diagnostic.rule).collect();
    assert_eq!(said, ["ordinary", "host_namespace"]);
    let (json, _) = to_json(&checked.template);
    assert_eq!(
        json,
        r#"{"primaryContainerName":"a","podSpec":{"containers":[{"name":"a","volumeMounts":[],"resources":{"limits":{"cpu":2,"memory":"1Gi"}}}],"hostPID":true}}"#
    );
}

#[test]
fn an_unknown_field_says_what_was_meant() {
    let template = r#"{ pod_spec: { containers: [{ name: "primary", volume_mount: [] }] } }"#;
    assert_eq!(wrong(template), ["unknown_field at volume_mount in spec.containers[0].volume_mount"]);
    assert_eq!(message(template).0, "a container has no field `volume_mount`");
    assert_eq!(help(template), "did you mean `volume_mounts`?");
    assert_eq!(
        help(r#"{ pod_spec: { containers: [{ name: "primary", volumeMount: [] }] } }"#),
        "did you mean `volume_mounts`?"
    );
    assert_eq!(help(r"{ labls: {} }"), "did you mean `labels`?");
}

#[test]
fn a_slip_in_a_required_field_is_one_mistake() {
    assert_eq!(
        wrong(r#"{ pod_spec: { containers: [{ nmae: "primary" }] } }"#),
        ["unknown_field at nmae in spec.containers[0].nmae"]
    );
    assert_eq!(
        wrong(r#"{ pod_spec: { contaners: [{ name: "primary" }] } }"#),
        ["unknown_field at contaners in spec.contaners"]
    );
}

#[test]
fn a_field_of_another_level_says_where_it_belongs() {
    assert_eq!(help(r"{ metadata: {} }"), "`labels` and `annotations` stand at the head of the template");
    assert_eq!(help(r"{ spec: {} }"), "a template has its pod's spec in `pod_spec`");
    assert_eq!(help(r"{ containers: [] }"), "it is a field of `pod_spec`");
    let inside =
        |field: &str| help(&format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], {field} }} }}"#));
    assert_eq!(inside(r#"image: "x:1""#), "it is a field of `containers[]`");
    assert_eq!(inside(r#"mount_path: "/x""#), "it is a field of `containers[].volume_mounts[]`");
    let container =
        |field: &str| help(&format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary", {field} }}] }} }}"#));
    assert_eq!(container("volumes: []"), "it is a field of a pod spec, further out");
    assert_eq!(container(r"limits: {}"), "it is a field of `resources`");
}

#[test]
fn the_other_languages_spelling_is_named_once() {
    let template = r#"{ pod_spec: { containers: [{ name: "primary", volumeMounts: [{ mountPath: "/a", name: "a" }] }], volumes: [{ name: "a" }] } }"#;
    assert_eq!(
        wrong(template),
        [
            "field_spelling at volumeMounts in spec.containers[0].volumeMounts",
            "field_spelling at mountPath in spec.containers[0].volumeMounts[0].mountPath",
        ]
    );
    let yaml = check(
        &read(r#"{ pod_spec: { containers: [{ name: "primary" }] } }"#),
        &Options::new(Spelling::Kubernetes),
    );
    assert_eq!(yaml.diagnostics[0].help.as_deref(), Some("write `podSpec`"));
}

#[test]
fn a_wrong_type_says_how_to_write_it() {
    let env = |value: &str| {
        format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", env: [{{ name: "A", value: {value} }}] }}] }} }}"#
        )
    };
    assert_eq!(wrong(&env("8080")), ["wrong_type at 8080 in spec.containers[0].env[0].value"]);
    assert_eq!(message(&env("8080")).0, "expected a string, found the integer `8080`");
    assert_eq!(help(&env("8080")), "put it in quotes: `\"8080\"`");
    assert_eq!(help(&env("true")), "put it in quotes: `\"true\"`");
    let spec =
        |field: &str| help(&format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], {field} }} }}"#));
    assert_eq!(spec(r#"host_network: "true""#), "write it without quotes: `true`");
    assert_eq!(spec(r#"termination_grace_period_seconds: "5""#), "write it without quotes: `5`");
    assert_eq!(spec(r#"tolerations: { key: "a" }"#), "put brackets round it: `[{ … }]`");
    assert_eq!(spec(r"security_context: [{}]"), "there is one of it: write it without the brackets");
    let sidecar =
        r#"{ pod_spec: { containers: [{ name: "primary" }, { name: "b", image: "b:1", args: "x" }] } }"#;
    assert_eq!(help(sidecar), "make it a list: `[\"x\"]`");
}

#[test]
fn an_integer_has_the_size_of_its_field() {
    let spec = |field: &str| {
        wrong(&format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], {field} }} }}"#))
    };
    assert_eq!(spec("priority: 2147483648"), ["out_of_range at 2147483648 in spec.priority"]);
    assert_eq!(spec("termination_grace_period_seconds: 2147483648"), Vec::<String>::new());
    assert_eq!(
        spec("termination_grace_period_seconds: 8.0"),
        ["wrong_type at 8.0 in spec.terminationGracePeriodSeconds"]
    );
}

#[test]
fn one_of_few_values_is_named() {
    let spec =
        |field: &str| help(&format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], {field} }} }}"#));
    assert!(spec(r#"dns_policy: "clusterfirst""#).starts_with("did you mean `ClusterFirst`?"));
    let template = r#"{ pod_spec: { containers: [{ name: "primary", image_pull_policy: "Sometimes" }] } }"#;
    assert_eq!(wrong(template), ["not_supported at \"Sometimes\" in spec.containers[0].imagePullPolicy"]);
    assert_eq!(help(template), "the values are `Always`, `IfNotPresent` and `Never`");
}

#[test]
fn a_required_field_is_asked_for_at_its_object() {
    let template = r#"{ pod_spec: { containers: [{ name: "primary", ports: [{ name: "a" }] }] } }"#;
    assert_eq!(wrong(template), ["required at { in spec.containers[0].ports[0].containerPort"]);
    assert_eq!(
        message(template),
        ("a container port needs `container_port`".to_owned(), "add `container_port: …`".to_owned())
    );
    assert_eq!(
        wrong(r"{ pod_spec: { containers: [{ name: null }] } }"),
        ["required at { in spec.containers[0].name"]
    );
    assert_eq!(wrong(r"{ pod_spec: {} }"), ["required at { in spec.containers"]);
}

#[test]
fn what_is_to_be_added_is_shown_in_its_form() {
    assert_eq!(help("{ pod_spec: {} }"), "add `containers: [{ … }]`");
    assert_eq!(help(r#"{ pod_spec: { containers: [{ image: "a:1" }] } }"#), "add `name: \"…\"`");
}

#[test]
fn an_empty_string_is_no_value_of_a_required_field() {
    let template = r#"{ pod_spec: { containers: [{ name: "" }] } }"#;
    assert_eq!(wrong(template), ["required at \"\" in spec.containers[0].name"]);
}

#[test]
fn what_is_given_twice_names_the_first() {
    let template = r#"{ labels: { "a": "1", "a": "2" }, annotations: {}, annotations: {} }"#;
    assert_eq!(
        wrong(template),
        ["duplicate_field at \"a\" in labels[a]", "duplicate_field at annotations in annotations"]
    );
    let first = checked(template).diagnostics[0].labels[0].clone();
    assert_eq!(first.1, "first given here");
    assert_eq!(&template[first.0.0 as usize..][..3], "\"a\"");
}

#[test]
fn a_volume_has_one_source() {
    let template = r#"{ pod_spec: { containers: [{ name: "primary", volume_mounts: [{ name: "v", mount_path: "/v" }] }],
        volumes: [{ name: "v", empty_dir: {}, host_path: { path: "/a" } }] } }"#;
    assert_eq!(wrong(template), ["one_of at host_path in spec.volumes[0].hostPath"]);
    let none = r#"{ pod_spec: { containers: [{ name: "primary", volume_mounts: [{ name: "v", mount_path: "/v" }] }], volumes: [{ name: "v" }] } }"#;
    assert_eq!(wrong(none), Vec::<String>::new());
}

#[test]
fn a_null_in_a_list_is_an_empty_item() {
    assert_eq!(
        wrong(r"{ pod_spec: { containers: [null] } }"),
        ["required at null in spec.containers[0].name"]
    );
}

#[test]
fn a_hole_is_a_scalar_or_a_map_of_strings() {
    let template = r#"{ labels: ?, pod_spec: { containers: [{ name: "primary", env: [{ name: "A", value: ? }] }],
        priority: ?, host_network: ?, node_selector: { "a": ? } } }"#;
    let checked = checked(template);
    assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
    let kinds: Vec<HoleKind> = checked.holes.iter().map(|hole| hole.kind).collect();
    assert_eq!(
        kinds,
        [HoleKind::StringMap, HoleKind::String, HoleKind::Int32, HoleKind::Bool, HoleKind::String]
    );
    assert_eq!(
        wrong(r"{ pod_spec: { containers: ?, security_context: ? } }"),
        ["hole at ? in spec.containers", "hole at ? in spec.securityContext"]
    );
}

#[test]
fn a_field_is_one_of_the_targeted_version() {
    let template = read(r#"{ pod_spec: { containers: [{ name: "primary", restart_policy_rules: [] }] } }"#);
    let old = Options { kubernetes: Minor(33), ..Options::new(Spelling::Snake) };
    let diagnostics = check(&template, &old).diagnostics;
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    assert_eq!(
        diagnostics[0].message,
        "Kubernetes 1.33 has no `restart_policy_rules` here: it came with 1.34"
    );
}

#[test]
fn a_field_behind_a_gate_that_is_off_is_warned_of_and_not_looked_into() {
    let template = |field: &str| {
        format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", liveness_probe: {{ grpc: {{ port: 1, {field} }} }} }}] }} }}"#
        )
    };
    let gated = template(r#"mode: "x""#);
    assert_eq!(warned(&gated), ["feature_gate at mode in spec.containers[0].livenessProbe.grpc.mode"]);
    assert_eq!(wrong(&gated), Vec::<String>::new());
    assert_eq!(
        wrong(&template("mode: 1")),
        ["wrong_type at 1 in spec.containers[0].livenessProbe.grpc.mode"]
    );
}

#[test]
fn what_could_not_be_read_is_said_nothing_more_of() {
    assert_eq!(
        wrong(r"{ labels: !, pod_spec: { containers: [!, { name: ! }], volumes: ! } }"),
        Vec::<String>::new()
    );
}

#[test]
fn a_value_behind_a_gate_that_is_off_is_refused() {
    let template = r#"{ pod_spec: { containers: [{ name: "primary" }], tolerations: [{ key: "a", operator: "Lt", value: "1" }] } }"#;
    assert_eq!(wrong(template), [r#"not_supported at "Lt" in spec.tolerations[0].operator"#]);
    assert_eq!(
        message(template).0,
        "Kubernetes 1.37 takes `Lt` only with `TaintTolerationComparisonOperators` on"
    );
}

#[test]
fn a_field_that_is_null_is_given_too() {
    assert_eq!(wrong("{ labels: null, labels: {} }"), ["duplicate_field at labels in labels"]);
    assert_eq!(wrong("{ labels: {}, labels: null }"), ["duplicate_field at labels in labels"]);
}
