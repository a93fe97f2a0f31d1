//! Templates in files, alone and with a patch: what they become, and what is said of them.

use podwright_codegen::check::{Template, check};
use podwright_rules::text::to_json;
use podwright_rules::{Level, Options, Spelling};
use proc_macro2::TokenStream;

fn read(written: &str) -> Template {
    let tokens: TokenStream = written.parse().expect("a test's template is of tokens");
    check(tokens, &Options::new(Spelling::Snake))
}

/// The template's JSON, in which nothing is wrong.
fn json(written: &str) -> String {
    let template = read(written);
    let errors: Vec<_> = template.diagnostics.iter().filter(|one| one.level == Level::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    to_json(&template.checked.template).0
}

/// What is wrong, each with its help.
fn said(written: &str) -> Vec<String> {
    read(written).diagnostics.into_iter().map(|one| one.message).collect()
}

#[test]
fn a_pod_is_a_template_without_its_name() {
    assert_eq!(
        json(r#""tests/files/gpu.yaml""#),
        r#"{"labels":{"team":"ml-platform"},"podSpec":{"containers":[{"name":"primary","env":[{"name":"LOG_LEVEL","value":"INFO"}],"volumeMounts":[{"name":"data","mountPath":"/mnt/data"}]},{"name":"metrics","image":"prom/pushgateway:v1.5.1"}],"volumes":[{"name":"data","emptyDir":{}}]}}"#
    );
}

#[test]
fn a_spec_alone_a_pod_template_and_a_template_of_podwright_are_templates() {
    let primary = r#""podSpec":{"containers":[{"name":"primary"}]}"#;
    assert_eq!(json(r#""tests/files/spec.yaml""#), format!("{{{primary}}}"));
    assert_eq!(json(r#""tests/files/pod_template.yaml","#), format!(r#"{{"labels":{{"a":"b"}},{primary}}}"#));
    assert_eq!(
        json(r#""tests/files/template.yaml""#),
        r#"{"primaryContainerName":"main","podSpec":{"containers":[{"name":"main"}]}}"#
    );
}

#[test]
fn a_patch_is_laid_on_the_file() {
    let patched = json(
        r#""tests/files/gpu.yaml", {
            labels: { "environment": "staging" },
            pod_spec: {
                containers: [
                    { name: "primary", env: [{ name: "LOG_LEVEL", value: "DEBUG" }, { name: "RUN", value: run() }] },
                    { name: "metrics", "$patch": "delete" },
                ],
                volumes: [{ name: "data", csi: { driver: "a" } }],
            },
        }"#,
    );
    assert_eq!(
        patched,
        r#"{"labels":{"team":"ml-platform","environment":"staging"},"podSpec":{"containers":[{"name":"primary","env":[{"name":"LOG_LEVEL","value":"DEBUG"},{"name":"RUN","value":null}],"volumeMounts":[{"name":"data","mountPath":"/mnt/data"}]}],"volumes":[{"name":"data","csi":{"driver":"a"}}]}}"#
    );
}

#[test]
fn what_is_wrong_in_a_file_is_shown_with_its_lines() {
    let said = said(r#""tests/files/wrong.yaml""#);
    let shown = |lines: &[&str]| lines.join("\n");
    assert_eq!(
        said,
        [
            shown(&[
                "spec.containers[0].env[0].value: expected a string, found `yes`, which Kubernetes' YAML takes for `true`",
                " --> tests/files/wrong.yaml:6:18",
                "  |",
                "6 |           value: yes",
                "  |                  ^^^",
                "  = help: put it in quotes: `\"yes\"`",
            ]),
            shown(&[
                "spec.containers[0].volume_mounts: `volume_mounts` is spelled `volumeMounts` here",
                " --> tests/files/wrong.yaml:7:7",
                "  |",
                "7 |       volume_mounts:",
                "  |       ^^^^^^^^^^^^^",
                "  = help: write `volumeMounts`",
            ]),
            shown(&[
                "spec.containers[0].volumeMounts[0].name: the pod has no volume `dta`",
                " --> tests/files/wrong.yaml:8:19",
                "  |",
                "8 |         - { name: dta, mountPath: /mnt/data }",
                "  |                   ^^^",
                "  = help: declare it: `volumes: [{ name: \"dta\", … }]`",
            ]),
            shown(&[
                "spec.containers[2].name: another container is named `side` already",
                "  --> tests/files/wrong.yaml:11:13",
                "   |",
                " 9 |     - name: side",
                "   |             ---- first named here",
                "...",
                "11 |     - name: side",
                "   |             ^^^^",
                "   = help: give one of them another name",
            ]),
        ]
    );
}

#[test]
fn what_is_wrong_in_a_patch_is_said_where_it_stands() {
    let template = read(
        r#""tests/files/gpu.yaml", { pod_spec: { containers: [{ name: "metrics", ports: [{ containerPort: 1 }] }] } }"#,
    );
    let [only] = &template.diagnostics[..] else { panic!("{:?}", template.diagnostics) };
    assert_eq!(only.message, "`containerPort` is spelled `container_port` here");
    assert_eq!(template.parsed.places.get(only.at).first.source_text().as_deref(), Some("containerPort"));
}

#[test]
fn a_file_that_cannot_be_read_is_one_error() {
    let one = |written: &str, wanted: &str| {
        let said = said(written);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with(wanted), "{said:?}");
    };
    one(r#""tests/files/none.yaml""#, "cannot read `tests/files/none.yaml` in the package's folder: ");
    one(r#""/etc/hosts""#, "`/etc/hosts` is absolute; name the file from the package's folder on");
    one(r#""tests/files/two.yaml""#, "`tests/files/two.yaml` holds 2 documents, and a template is one");
    one(
        r#""tests/files/broken.yaml", { pod_spec: { containers: [] } }"#,
        "a tab stands where YAML wants spaces\n --> tests/files/broken.yaml:4:",
    );
    one(r#""tests/files/spec.yaml" { } more"#, "after a file's name stands a patch in braces");
}

#[test]
fn a_template_is_of_pods_and_has_metadata_of_fields() {
    let first = |written: &str| said(written).first().and_then(|said| said.lines().next().map(str::to_owned));
    let service = first(r#""tests/files/service.yaml""#);
    assert_eq!(service.as_deref(), Some("a template is a Pod, a PodTemplate, or a pod's spec alone"));
    assert_eq!(first(r#""tests/files/metadata.yaml""#).as_deref(), Some("`metadata` is an object"));
}
