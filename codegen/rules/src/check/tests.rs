use std::time::Instant;

use proptest::prelude::*;

use super::{Options, check};
use crate::schema::generated::TYPES;
use crate::tree::{Attribute, Entry, HoleId, Key, Node, SpanId, Value};
use crate::{Spelling, index, text};

/// Names that lead the checks far into a tree, beside any name of the schema.
const WAY: [&str; 10] = [
    "pod_spec",
    "podSpec",
    "containers",
    "init_containers",
    "volumes",
    "volume_mounts",
    "env",
    "ports",
    "resources",
    "name",
];

fn key() -> impl Strategy<Value = String> {
    let schema = (0..TYPES.len(), any::<prop::sample::Index>()).prop_map(|(of, field)| {
        let fields = TYPES[of].fields;
        if fields.is_empty() { String::new() } else { fields[field.index(fields.len())].name.to_owned() }
    });
    prop_oneof![3 => prop::sample::select(&WAY[..]).prop_map(str::to_owned), 2 => schema, 1 => any::<String>()]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<String>().prop_map(Value::String),
        prop::sample::select(vec!["primary", "data", "1Gi", "/a", ""])
            .prop_map(|text| Value::String(text.to_owned())),
        any::<i64>().prop_map(Value::Integer),
        (-1e9..1e9).prop_map(Value::Float),
        any::<bool>().prop_map(Value::Bool),
        (0_u32..4).prop_map(|hole| Value::Hole(HoleId(hole))),
        Just(Value::Null),
        Just(Value::Broken),
    ]
}

fn node(value: Value, attribute: Option<String>) -> Node {
    let name = |name: String| Key { name, span: SpanId(1) };
    let attributes =
        attribute.map(|text| Attribute { name: name(text.clone()), arguments: vec![name(text)] });
    Node { span: SpanId(0), value, attributes: attributes.into_iter().collect() }
}

fn tree() -> impl Strategy<Value = Node> {
    let attribute =
        prop::option::weighted(0.1, prop::sample::select(vec!["ordinary", "allow", "unused_volume", "x"]));
    let leaf = (scalar(), attribute.clone())
        .prop_map(|(value, attribute)| node(value, attribute.map(str::to_owned)));
    leaf.prop_recursive(8, 64, 6, move |inner| {
        let entry = (key(), inner.clone())
            .prop_map(|(name, value)| Entry { key: Key { name, span: SpanId(2) }, value });
        let value = prop_oneof![
            prop::collection::vec(entry, 0..6).prop_map(Value::Map),
            prop::collection::vec(inner, 0..4).prop_map(Value::List),
        ];
        (value, attribute.clone()).prop_map(|(value, attribute)| node(value, attribute.map(str::to_owned)))
    })
}

proptest! {
    #[test]
    fn no_tree_is_too_strange(tree in tree(), snake in any::<bool>()) {
        let spelling = if snake { Spelling::Snake } else { Spelling::Kubernetes };
        let checked = check(&tree, &Options::new(spelling));
        let (_, holes) = text::to_json(&checked.template);
        prop_assert_eq!(holes.len(), checked.holes.len());
        let _ = index(&checked.template);
    }
}

#[test]
fn a_canonical_tree_is_its_own_and_as_right_as_it_was() {
    let template = super::notation::read(
        r#"{ labels: { "a": "b" }, pod_spec: { containers: [{ name: "primary", volume_mounts: [{ name: "v", mount_path: "/v" }] },
            { name: "b", image: "a:1" }], volumes: [{ name: "v", empty_dir: { size_limit: "1Gi" } }] } }"#,
    );
    let once = check(&template, &Options::new(Spelling::Snake));
    assert!(once.diagnostics.is_empty(), "{:?}", once.diagnostics);
    let twice = check(&once.template, &Options::new(Spelling::Kubernetes));
    assert!(twice.diagnostics.is_empty(), "{:?}", twice.diagnostics);
    assert_eq!(once.template, twice.template);
}

/// A pod of so many containers, each with what most have.
fn pod_of(containers: usize, volume: &str) -> Node {
    let container = |at: usize| {
        let name = if at == 0 { "primary".to_owned() } else { format!("c{at}") };
        let image = if at == 0 { "" } else { r#"image: "a:1","# };
        format!(
            r#"{{ name: "{name}", {image} env: [{{ name: "A", value: "1" }}], ports: [{{ name: "p{at}", container_port: {} }}],
            volume_mounts: [{{ name: "{volume}{at}", mount_path: "/v" }}], resources: {{ limits: {{ cpu: "1" }} }} }}"#,
            at + 1
        )
    };
    let containers_text: String = (0..containers).map(|at| container(at) + ", ").collect();
    let volumes: String =
        (0..containers).map(|at| format!(r#"{{ name: "v{at}", empty_dir: {{}} }}, "#)).collect();
    super::notation::read(&format!(
        "{{ pod_spec: {{ containers: [{containers_text}], volumes: [{volumes}] }} }}"
    ))
}

#[test]
fn a_large_template_takes_no_more_than_its_share_of_time() {
    for (volume, mistakes) in [("v", 0), ("w", 1)] {
        let time = |containers| {
            let pod = pod_of(containers, volume);
            // Which volume a typo leaves unused depends on which name is nearest.
            let lints = vec![("unused_volume", None)];
            let options = Options { lints, ..Options::new(Spelling::Snake) };
            let begin = Instant::now();
            let checked = check(&pod, &options);
            assert_eq!(checked.diagnostics.len(), containers * mistakes, "{:?}", checked.diagnostics.first());
            begin.elapsed()
        };
        // Ten times as many take ten times as long, and not a hundred times; a busy machine takes its part.
        let few = (0..3).map(|_| time(300)).max().expect("it ran");
        let many = time(3_000);
        assert!(many < few * 50, "300 containers take {few:?}, and 3,000 {many:?}");
    }
}
