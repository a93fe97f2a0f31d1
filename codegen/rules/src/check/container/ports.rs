//! The ports of containers: their names and their numbers.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::SpanId;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let mut seen = HashMap::new();
    for port in pod.containers.iter().flat_map(|container| container.at.list("ports")) {
        cx.form(&rules::INVALID_PORT_NAME, "port name", port.get("name").as_ref(), name::port);
        range(port.get("containerPort"), 1, cx);
        range(port.get("hostPort"), 0, cx);
        twice(&port, &mut seen, cx);
    }
}

/// A port of the node may be 0, which is none.
fn range(at: Option<At<'_>>, least: i64, cx: &mut Cx) {
    let Some(at) = at else { return };
    let Some(number) = at.integer().filter(|number| !(least..=65535).contains(number)) else { return };
    cx.report(&rules::PORT_RANGE, at.span(), at.path, format!("`{number}` is no port"))
        .help("a port is a number from 1 to 65535");
}

/// The containers of a pod share one network, so that a port is the whole pod's.
fn twice(port: &At<'_>, seen: &mut HashMap<String, SpanId>, cx: &mut Cx) {
    if ["protocol", "hostPort", "hostIP"]
        .iter()
        .any(|field| port.get(field).is_some_and(|value| value.is_unknown()))
    {
        return;
    }
    let Some(at) = port.get("containerPort") else { return };
    let Some(number) = at.integer() else { return };
    let protocol = port.text_of("protocol").unwrap_or("TCP");
    let host = port.get("hostPort").and_then(|at| at.integer()).unwrap_or(0);
    let key = format!("{number}/{protocol}/{host}/{}", port.text_of("hostIP").unwrap_or_default());
    if let Some(first) = seen.get(&key) {
        // On a port of the node it is an error, which is said elsewhere.
        if host == 0 {
            let message = format!(
                "the {protocol} port {number} is declared twice in this pod, whose containers share one network"
            );
            cx.report(&rules::DUPLICATE_PORT, at.span(), at.path, message)
                .label(*first, "first declared here");
        }
    } else {
        seen.insert(key, at.span());
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{warned, wrong};

    fn ports(ports: &str) -> String {
        format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary", ports: [{ports}] }}] }} }}"#)
    }

    #[test]
    fn a_port_is_a_number_from_1_to_65535() {
        assert_eq!(
            wrong(&ports(
                "{ container_port: 65536, host_port: 65536 }, { container_port: 0 }, { container_port: 1, host_port: 0 }"
            )),
            [
                "port_range at 65536 in spec.containers[0].ports[0].containerPort",
                "port_range at 65536 in spec.containers[0].ports[0].hostPort",
                "port_range at 0 in spec.containers[0].ports[1].containerPort",
            ]
        );
    }

    #[test]
    fn a_ports_name_is_short_and_has_a_letter() {
        assert_eq!(
            wrong(&ports(r#"{ name: "8080", container_port: 1 }, { name: "", container_port: 2 }"#)),
            [r#"invalid_port_name at "8080" in spec.containers[0].ports[0].name"#]
        );
    }

    #[test]
    fn a_port_declared_twice_is_warned_of() {
        assert_eq!(
            warned(&ports(
                r#"{ container_port: 1 }, { name: "a", container_port: 1 }, { container_port: 1, protocol: "UDP" }"#
            )),
            ["duplicate_port at 1 in spec.containers[0].ports[1].containerPort"]
        );
    }
}
