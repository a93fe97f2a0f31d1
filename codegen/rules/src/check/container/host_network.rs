//! In the node's network a container's port is the node's, and has one number.

use crate::check::cx::Cx;
use crate::pod::{Pod, Role};
use crate::rules;

/// `validatePodHostNetworkDeps`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(network) = pod.field("hostNetwork").filter(|at| at.is(true)) else { return };
    let main = pod.containers.iter().filter(|container| container.role != Role::Init);
    for port in main.flat_map(|container| container.at.list("ports")) {
        let (Some(host), Some(own)) = (port.get("hostPort"), port.get("containerPort")) else { continue };
        let (Some(on_host), Some(number)) = (host.integer(), own.integer()) else { continue };
        if on_host == 0 || on_host == number {
            continue;
        }
        let word = cx.word("hostNetwork");
        let message = format!("with `{word}`, the port `{number}` of the container is the node's `{number}`");
        cx.report(&rules::HOST_NETWORK_PORT, host.span(), host.path, message)
            .help("leave it out")
            .label(network.span(), "the node's network is used here");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    #[test]
    fn a_port_has_one_number_in_the_nodes_network() {
        let pod = |network: &str| {
            wrong(&format!(
                r#"{{ pod_spec: {{ host_network: {network}, containers: [{{ name: "primary", ports: [
                    {{ container_port: 80, host_port: 81 }}, {{ container_port: 82, host_port: 82 }}, {{ container_port: 83, host_port: 0 }}] }}] }} }}"#
            ))
        };
        assert_eq!(pod("true"), ["host_network_port at 81 in spec.containers[0].ports[0].hostPort"]);
        assert_eq!(pod("false"), Vec::<String>::new());
        assert_eq!(pod("?"), Vec::<String>::new());
    }
}
