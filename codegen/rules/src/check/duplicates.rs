//! What is to be there once: names of containers, of volumes, of ports. Other rules find by it what is there twice.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use super::cx::Cx;
use crate::pod::{At, Pod, Role};
use crate::rules;
use crate::tree::SpanId;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    // The second of two is the init container, as the API server has it.
    let (init, main): (Vec<_>, Vec<_>) =
        pod.containers.iter().partition(|container| container.role == Role::Init);
    unique(main.iter().chain(&init).map(|container| &container.at), "container", cx);
    unique(pod.list("volumes").iter(), "volume", cx);
    for container in &pod.containers {
        unique(container.at.list("ports").iter(), "port of this container", cx);
    }
}

fn unique<'p, 't: 'p>(items: impl Iterator<Item = &'p At<'t>>, what: &str, cx: &mut Cx) {
    let mut names = HashMap::new();
    for at in items.filter_map(|item| item.get("name")) {
        named_again(&at, what, &mut names, cx);
    }
}

/// Says that another has the name already, where it is known and not empty, and whether one has.
pub(super) fn named_again<'t>(
    at: &At<'t>,
    what: &str,
    names: &mut HashMap<&'t str, SpanId>,
    cx: &mut Cx,
) -> bool {
    let Some(name) = at.text().filter(|name| !name.is_empty()) else { return false };
    let Some(first) = first(names, name, at.span()) else { return false };
    let message = format!("another {what} is named `{name}` already");
    cx.report(&rules::DUPLICATE_NAME, at.span(), at.path, message)
        .help("give one of them another name")
        .label(first, "first named here");
    true
}

/// Where a value was met first, if it was before; else it is now.
pub(super) fn first<V: Eq + Hash>(met: &mut HashMap<V, SpanId>, value: V, at: SpanId) -> Option<SpanId> {
    match met.entry(value) {
        Entry::Occupied(first) => Some(*first.get()),
        Entry::Vacant(new) => {
            new.insert(at);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    #[test]
    fn containers_have_names_of_their_own_across_init_and_main() {
        let template = r#"{ pod_spec: { init_containers: [{ name: "b", image: "a" }],
            containers: [{ name: "primary" }, { name: "b", image: "a" }, { name: "primary", image: "a" }] } }"#;
        let refused = wrong(template);
        assert_eq!(refused[0], r#"duplicate_name at "b" in spec.initContainers[0].name"#);
        assert_eq!(refused[1], r#"duplicate_name at "primary" in spec.containers[2].name"#);
    }

    #[test]
    fn volumes_and_ports_have_names_of_their_own() {
        let template = r#"{ pod_spec: { containers: [{ name: "primary",
            ports: [{ name: "a", container_port: 1 }, { name: "a", container_port: 2 }] }], volumes: [{ name: "v" }, { name: "v" }] } }"#;
        assert_eq!(
            wrong(template),
            [
                r#"duplicate_name at "a" in spec.containers[0].ports[1].name"#,
                r#"duplicate_name at "v" in spec.volumes[1].name"#,
            ]
        );
    }

    #[test]
    fn names_that_are_not_known_are_no_duplicates() {
        let template = r#"{ pod_spec: { containers: [{ name: "primary" }, { name: ?, image: "a" }, { name: ?, image: "a" }] } }"#;
        assert_eq!(wrong(template), Vec::<String>::new());
    }
}
