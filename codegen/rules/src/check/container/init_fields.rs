//! What only a container that stays has: an init container that ends has no probes and no hooks.

use super::restarts_always;
use crate::check::cx::Cx;
use crate::pod::{Container, Pod, Role};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in pod.containers.iter().filter(|container| container.role == Role::Init) {
        let is_known = container.at.get("restartPolicy").is_none_or(|policy| !policy.is_unknown());
        if is_known && !restarts_always(container) {
            forbid(container, cx);
        }
    }
}

fn forbid(container: &Container<'_>, cx: &mut Cx) {
    for field in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] {
        let Some(at) = container.at.get(field) else { continue };
        let (word, policy) = (cx.word(field), cx.word("restartPolicy"));
        let message = format!("an init container ends before the others begin, and has no `{word}`");
        cx.report(&rules::INIT_CONTAINER_FIELD, at.name_span, at.path, message)
            .help(format!("leave it out, or make it a sidecar: `{policy}: \"Always\"`"));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    fn init(fields: &str) -> Vec<String> {
        wrong(&format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], init_containers: [{{ name: "i", image: "a", {fields} }}] }} }}"#
        ))
    }

    #[test]
    fn an_init_container_that_ends_has_no_probes_and_no_hooks() {
        let probe = r#"startup_probe: { exec: { command: ["a"] } }"#;
        let hook = r#"lifecycle: { pre_stop: { exec: { command: ["a"] } } }"#;
        assert_eq!(
            init(&format!("{probe}, {hook}")),
            [
                "init_container_field at startup_probe in spec.initContainers[0].startupProbe",
                "init_container_field at lifecycle in spec.initContainers[0].lifecycle",
            ]
        );
        assert_eq!(init(&format!(r#"{probe}, {hook}, restart_policy: "Always""#)), Vec::<String>::new());
        assert_eq!(init(&format!("{probe}, restart_policy: ?")), Vec::<String>::new());
    }

    #[test]
    fn a_hook_that_is_forgotten_is_none() {
        assert_eq!(init(r#"lifecycle: { stop_signal: "SIGINT" }"#), Vec::<String>::new());
        assert_eq!(
            init("lifecycle: {}"),
            ["init_container_field at lifecycle in spec.initContainers[0].lifecycle"]
        );
    }
}
