//! Ports of the node: each is one container's.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::check::duplicates;
use crate::path::Path;
use crate::pod::{At, Container, Pod, Role};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let host_network = pod.field("hostNetwork");
    let host_network = cx.sees_pods(pod) && host_network.is_some_and(|value| value.is(true));
    let (init, main): (Vec<_>, Vec<_>) =
        pod.containers.iter().partition(|container| container.role == Role::Init);
    conflicts(&main, None, host_network, cx);
    // Init containers run one after the other; the API server looks at each as at the first of a list.
    let first = pod.spec.as_ref().map(|spec| spec.path_of("initContainers").item(0));
    for container in init {
        conflicts(&[container], first, host_network, cx);
    }
}

fn conflicts<'t>(containers: &[&Container<'t>], shown: Option<Path<'t>>, host_network: bool, cx: &mut Cx) {
    let mut taken = HashMap::new();
    let ports = containers.iter().flat_map(|container| {
        let container = At { path: shown.unwrap_or(container.at.path), ..container.at };
        container.list("ports")
    });
    for port in ports {
        let Some(at) = host_port(&port, host_network) else { continue };
        let Some(number) = at.integer().filter(|number| *number != 0) else { continue };
        let (Some(protocol), Some(ip)) = (known(&port, "protocol", "TCP"), known(&port, "hostIP", "")) else {
            continue;
        };
        if let Some(first) = duplicates::first(&mut taken, (protocol, ip, number), at.span()) {
            let message = format!("the node's {protocol} port {number} is taken by another port of this pod");
            cx.report(&rules::DUPLICATE_HOST_PORT, at.span(), port.path_of("hostPort"), message)
                .help("give one of them another port of the node, or none")
                .label(first, "first taken here");
        }
    }
}

/// In the node's network, a port of a container is one of the node.
fn host_port<'t>(port: &At<'t>, host_network: bool) -> Option<At<'t>> {
    let given = port.get("hostPort").filter(|at| at.integer() != Some(0));
    given.or_else(|| port.get("containerPort").filter(|_| host_network))
}

fn known<'t>(port: &At<'t>, field: &str, default: &'static str) -> Option<&'t str> {
    match port.get(field) {
        Some(value) => value.text().map(|text| if text.is_empty() { default } else { text }),
        None => Some(default),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    fn pod(first: &str, second: &str, more: &str) -> Vec<String> {
        wrong(&format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", ports: [{first}] }}, {{ name: "b", image: "a", ports: [{second}] }}], {more} }} }}"#
        ))
    }

    #[test]
    fn a_port_of_the_node_is_one_containers() {
        let twice = pod("{ container_port: 1, host_port: 80 }", "{ container_port: 2, host_port: 80 }", "");
        assert_eq!(twice, ["duplicate_host_port at 80 in spec.containers[1].ports[0].hostPort"]);
        for second in [
            r#"{ container_port: 2, host_port: 80, protocol: "UDP" }"#,
            r#"{ container_port: 2, host_port: 80, host_ip: "127.0.0.1" }"#,
            "{ container_port: 2, host_port: ? }",
            "{ container_port: 80 }",
        ] {
            assert_eq!(
                pod("{ container_port: 1, host_port: 80 }", second, ""),
                Vec::<String>::new(),
                "{second}"
            );
        }
    }

    #[test]
    fn in_the_nodes_network_every_port_is_the_nodes() {
        let twice = pod("{ container_port: 80 }", "{ container_port: 80 }", "host_network: true");
        assert_eq!(twice, ["duplicate_host_port at 80 in spec.containers[1].ports[0].hostPort"]);
    }
}
