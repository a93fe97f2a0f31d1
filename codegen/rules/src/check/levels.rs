//! Attributes: which there are, and what `#[allow(…)]`, `#[warn(…)]` and `#[deny(…)]` make of the warnings below them.

use super::cx::Cx;
use super::nearest::{listed, nearest};
use crate::diagnostic::{Diagnostic, Level};
use crate::path::Steps;
use crate::pod::At;
use crate::rules;
use crate::tree::{Attribute, Entry, Node, Value};

/// A level set for one rule, in a part of the template.
pub(super) struct Setting {
    path: String,
    rule: &'static str,
    /// Nothing where the rule is allowed to be broken.
    level: Option<Level>,
}

/// The levels that the package and the attributes of a canonical tree set, the outer ones first; says which attributes are
/// wrong.
pub(super) fn read(template: &Node, cx: &mut Cx) -> Vec<Setting> {
    let of_package = cx.options.lints.iter();
    let mut settings =
        of_package.map(|(rule, level)| Setting { path: String::new(), rule, level: *level }).collect();
    if has_attributes(template) {
        walk(&At::root(template, &Steps::new()), &mut settings, cx);
    }
    cx.heard.extend(settings.iter().map(|setting| setting.rule));
    settings
}

/// What is left of the diagnostics, each at the level that the innermost attribute gives it, else the package. A silent rule
/// that is set in a part of the template has nothing to say of the others.
pub(super) fn apply(diagnostics: Vec<Diagnostic>, settings: &[Setting]) -> Vec<Diagnostic> {
    let set = |mut diagnostic: Diagnostic| {
        let innermost = settings
            .iter()
            .filter(|setting| setting.rule == diagnostic.rule && is_within(&diagnostic.path, &setting.path))
            .max_by_key(|setting| setting.path.len());
        diagnostic.level = match innermost {
            Some(setting) => setting.level?,
            None if rules::find(diagnostic.rule).is_some_and(|rule| rule.is_silent) => return None,
            None => diagnostic.level,
        };
        Some(diagnostic)
    };
    diagnostics.into_iter().filter_map(set).collect()
}

fn is_within(path: &str, outer: &str) -> bool {
    outer.is_empty()
        || path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Whether there is an attribute at all; YAML has none.
fn has_attributes(node: &Node) -> bool {
    !node.attributes.is_empty()
        || match &node.value {
            Value::Map(entries) => entries.iter().any(|entry| has_attributes(&entry.value)),
            Value::List(items) => items.iter().any(has_attributes),
            _ => false,
        }
}

fn walk(at: &At<'_>, settings: &mut Vec<Setting>, cx: &mut Cx) {
    for attribute in &at.node.attributes {
        one(attribute, at, settings, cx);
    }
    match &at.node.value {
        Value::Map(entries) => {
            for Entry { key, value } in entries {
                let path = at.path.field(&key.name);
                walk(&At { node: value, path, name_span: key.span }, settings, cx);
            }
        }
        Value::List(items) => {
            for (index, node) in items.iter().enumerate() {
                let path = at.path.item(index);
                walk(&At { node, path, name_span: node.span }, settings, cx);
            }
        }
        _ => {}
    }
}

fn one(attribute: &Attribute, at: &At<'_>, settings: &mut Vec<Setting>, cx: &mut Cx) {
    let level = match attribute.name.name.as_str() {
        "allow" => None,
        "warn" => Some(Level::Warning),
        "deny" => Some(Level::Error),
        "ordinary" => return ordinary(attribute, at, cx),
        name => {
            let known = ["allow", "deny", "ordinary", "warn"];
            let help = match nearest(name, known) {
                Some(near) => format!("did you mean `#[{near}]`?"),
                None => format!("there are {}", listed(known)),
            };
            let message = format!("a template has no attribute `{name}`");
            cx.report(&rules::UNKNOWN_ATTRIBUTE, attribute.name.span, at.path, message).help(help);
            return;
        }
    };
    for argument in &attribute.arguments {
        match rules::lints().find(|rule| rule.id == argument.name) {
            Some(rule) => settings.push(Setting { path: at.path.into(), rule: rule.id, level }),
            None => unknown_rule(&argument.name, argument.span, at, cx),
        }
    }
}

fn unknown_rule(name: &str, span: crate::tree::SpanId, at: &At<'_>, cx: &mut Cx) {
    let lints = || rules::lints().map(|rule| rule.id);
    let (message, help) = if rules::find(name).is_some_and(|rule| rule.level == Level::Error) {
        (format!("`{name}` is an error, whose level cannot be set"), None)
    } else {
        let help = match nearest(name, lints()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", listed(lints())),
        };
        (format!("there is no rule `{name}`"), Some(help))
    };
    let report = cx.report(&rules::UNKNOWN_ATTRIBUTE, span, at.path, message);
    if let Some(help) = help {
        report.help(help);
    }
}

/// Where a container has it, the rule of that name says whether it may.
fn ordinary(attribute: &Attribute, at: &At<'_>, cx: &mut Cx) {
    let path = String::from(at.path);
    let (list, _) = path.split_once('[').unwrap_or_default();
    let is_container = matches!(list, "spec.containers" | "spec.initContainers")
        && path.ends_with(']')
        && !path.contains("].");
    if !is_container {
        let message = "`#[ordinary]` marks a sidecar, and this is none";
        cx.report(&rules::ORDINARY, attribute.name.span, at.path, message)
            .help("put it before a container of the template");
    } else if let Some(argument) = attribute.arguments.first() {
        let message = "`#[ordinary]` takes nothing in parentheses";
        cx.report(&rules::UNKNOWN_ATTRIBUTE, argument.span, at.path, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::Spelling;
    use crate::check::notation::{message, read, warned, wrong};
    use crate::check::{Options, check};
    use crate::diagnostic::Level;

    const UNUSED: &str = r#"{ name: "v" }"#;

    fn pod(volume: &str) -> String {
        format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], volumes: [{volume}] }} }}"#)
    }

    #[test]
    fn a_warning_is_allowed_or_denied_by_the_innermost_attribute() {
        assert_eq!(warned(&pod(UNUSED)).len(), 1);
        assert_eq!(warned(&pod(&format!("#[allow(unused_volume)] {UNUSED}"))), Vec::<String>::new());
        assert_eq!(wrong(&pod(&format!("#[deny(unused_volume)] {UNUSED}"))).len(), 1);
        let head = format!(
            "#[deny(unused_volume)] {}",
            pod(&format!("#[allow(unused_volume)] {UNUSED}, {{ name: \"w\" }}"))
        );
        assert_eq!(wrong(&head), [r#"unused_volume at "w" in spec.volumes[1].name"#]);
    }

    #[test]
    fn an_attribute_is_of_the_value_behind_it_and_of_no_other_that_begins_alike() {
        let shared = "{ pod_spec: { host_pid: #[allow(host_namespace)] true, host_ipc: true } }";
        assert_eq!(warned(shared), ["host_namespace at host_ipc in spec.hostIPC"]);
        let volume = |number: usize| {
            let attribute = if number == 1 { "#[allow(unused_volume)] " } else { "" };
            format!(r#"{attribute}{{ name: "v{number}" }}"#)
        };
        let said = warned(&pod(&(0..11).map(volume).collect::<Vec<_>>().join(", ")));
        assert_eq!(said.len(), 10, "{said:?}");
        assert_eq!(said[9], r#"unused_volume at "v10" in spec.volumes[10].name"#);
    }

    #[test]
    fn a_silent_rule_is_heard_where_it_is_set_and_nowhere_else() {
        let side = |name: &str| format!(r#"{{ name: "{name}", image: "a:1" }}"#);
        let template = format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}, #[warn(missing_limits)] {}, {}] }} }}"#,
            side("a"),
            side("b")
        );
        assert_eq!(warned(&template), ["missing_limits at { in spec.containers[1].resources"]);
    }

    #[test]
    fn a_level_of_the_package_counts_where_no_attribute_sets_another() {
        let said = |lints: &[(&'static str, Option<Level>)], text: &str| {
            let options = Options { lints: lints.to_vec(), ..Options::new(Spelling::Snake) };
            let found = check(&read(text), &options).diagnostics;
            found.into_iter().map(|found| found.level).collect::<Vec<_>>()
        };
        let denied = [("unused_volume", Some(Level::Error))];
        assert_eq!(said(&denied, &pod(UNUSED)), [Level::Error]);
        assert_eq!(said(&[("unused_volume", None)], &pod(UNUSED)), []);
        assert_eq!(said(&denied, &pod(&format!("#[warn(unused_volume)] {UNUSED}"))), [Level::Warning]);
        assert_eq!(said(&denied, &format!("#[allow(unused_volume)] {}", pod(UNUSED))), []);
    }

    #[test]
    fn an_attribute_is_one_that_templates_have() {
        assert_eq!(message("#[ordinry] {}").1, "did you mean `#[ordinary]`?");
        assert_eq!(message("#[allow(unused_volum)] {}").1, "did you mean `unused_volume`?");
        assert_eq!(message("#[allow(required)] {}").0, "`required` is an error, whose level cannot be set");
    }

    #[test]
    fn ordinary_stands_on_a_container() {
        assert_eq!(wrong("#[ordinary] {}"), ["ordinary at ordinary in "]);
        let port = r#"{ pod_spec: { containers: [{ name: "primary", ports: [#[ordinary] { container_port: 1 }] }] } }"#;
        assert_eq!(wrong(port), ["ordinary at ordinary in spec.containers[0].ports[0]"]);
    }
}
