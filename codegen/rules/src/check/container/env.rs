//! The environment of containers: names, and one source for each variable.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::formats::name;
use crate::path::Path;
use crate::pod::{At, Pod};
use crate::rules;
use crate::schema::generated::{ENV_FROM_SOURCE, ENV_VAR_SOURCE};
use crate::tree::{SpanId, Value};

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in &pod.containers {
        let mut names = HashMap::new();
        for variable in container.at.list("env") {
            cx.form(
                &rules::INVALID_ENV_NAME,
                "environment variable's name",
                variable.get("name").as_ref(),
                name::env,
            );
            hidden(&variable, &mut names, cx);
            if let Some(source) = variable.get("valueFrom") {
                value_and_source(&variable, &source, cx);
                some_source(&source, source.path, ENV_VAR_SOURCE.union, cx);
            }
        }
        let Some(list) = container.at.get("envFrom") else { continue };
        for source in list.items() {
            cx.form(&rules::INVALID_ENV_NAME, "prefix", source.get("prefix").as_ref(), name::env);
            some_source(&source, list.path, ENV_FROM_SOURCE.union, cx);
        }
    }
}

fn value_and_source(variable: &At<'_>, source: &At<'_>, cx: &mut Cx) {
    let Some(value) = variable.get("value").filter(|value| value.text().is_some_and(|text| !text.is_empty()))
    else {
        return;
    };
    let (other, field) = (cx.word("valueFrom"), source.path);
    cx.report(
        &rules::ENV_SOURCE,
        source.name_span,
        field,
        format!("a variable has a `value` or `{other}`, not both"),
    )
    .help("keep one of them")
    .label(value.name_span, "the value is given here");
}

fn some_source(source: &At<'_>, path: Path<'_>, members: &[&str], cx: &mut Cx) {
    if !matches!(source.node.value, Value::Map(_))
        || members.iter().any(|member| source.get(member).is_some())
    {
        return;
    }
    let list = cx.words(members);
    cx.report(&rules::ENV_SOURCE, source.span(), path, "this names no source for the environment")
        .help(format!("give one of {list}"));
}

/// A variable given again hides the first, unless it extends it: `value: "$(PATH):/more"`.
fn hidden<'t>(variable: &At<'t>, names: &mut HashMap<&'t str, SpanId>, cx: &mut Cx) {
    let Some(at) = variable.get("name") else { return };
    let Some(text) = at.text() else { return };
    let Some(first) = names.insert(text, at.node.span) else { return };
    let own = format!("$({text})");
    let extends = variable.get("value").is_some_and(|value| {
        value.is_unknown() || value.text().is_some_and(|value| value != own && value.contains(&own))
    });
    if !extends {
        cx.report(
            &rules::DUPLICATE_ENV,
            at.span(),
            at.path,
            format!("`{text}` is given twice in this container: the last one counts"),
        )
        .help("keep one of them")
        .label(first, "also given here");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, warned, wrong};

    fn env(env: &str) -> String {
        format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary", {env} }}] }} }}"#)
    }

    #[test]
    fn a_name_is_printable_ascii_without_equals() {
        assert_eq!(
            wrong(&env(
                r#"env: [{ name: "A=B" }, { name: "a b" }], env_from: [{ prefix: "=", secret_ref: { name: "s" } }]"#
            )),
            [
                r#"invalid_env_name at "A=B" in spec.containers[0].env[0].name"#,
                r#"invalid_env_name at "=" in spec.containers[0].envFrom[0].prefix"#,
            ]
        );
    }

    #[test]
    fn a_variable_has_a_value_or_a_source() {
        let both = env(
            r#"env: [{ name: "A", value: "b", value_from: { field_ref: { field_path: "metadata.name" } } }]"#,
        );
        assert_eq!(wrong(&both), ["env_source at value_from in spec.containers[0].env[0].valueFrom"]);
        let empty = env(
            r#"env: [{ name: "A", value: "", value_from: { field_ref: { field_path: "metadata.name" } } }]"#,
        );
        assert_eq!(wrong(&empty), Vec::<String>::new());
    }

    #[test]
    fn a_source_names_one() {
        let none = env(r#"env: [{ name: "A", value_from: {} }]"#);
        assert_eq!(wrong(&none), ["env_source at { in spec.containers[0].env[0].valueFrom"]);
        assert_eq!(wrong(&env("env_from: [{}, !]")), ["env_source at { in spec.containers[0].envFrom"]);
        assert_eq!(message(&env("env_from: [{}]")).1, "give one of `config_map_ref` and `secret_ref`");
    }

    #[test]
    fn a_variable_given_twice_is_warned_of() {
        let twice = env(r#"env: [{ name: "A", value: "1" }, { name: "A", value: "2" }]"#);
        assert_eq!(warned(&twice), [r#"duplicate_env at "A" in spec.containers[0].env[1].name"#]);
        let extended = env(r#"env: [{ name: "A", value: "1" }, { name: "A", value: "$(A)2" }]"#);
        assert_eq!(warned(&extended), Vec::<String>::new());
    }
}
