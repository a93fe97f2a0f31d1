//! The ports of containers: their names and their numbers.

use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for port in pod.containers.iter().flat_map(|container| container.at.list("ports")) {
        cx.form(&rules::INVALID_PORT_NAME, "port name", port.get("name").as_ref(), name::port);
        range(port.get("containerPort").as_ref(), 1, cx);
        range(port.get("hostPort").as_ref(), 0, cx);
    }
}

/// Says that a number is no port; one of the node may be 0, which is none.
pub(in crate::check) fn range(at: Option<&At<'_>>, least: i64, cx: &mut Cx) {
    let Some(at) = at else { return };
    let Some(number) = at.integer().filter(|number| !(least..=65535).contains(number)) else { return };
    cx.report(&rules::PORT_RANGE, at.span(), at.path, format!("`{number}` is no port"))
        .help("a port is a number from 1 to 65535");
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

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
}
