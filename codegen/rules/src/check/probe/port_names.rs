//! A port that a probe or a hook names is one of its container.

use super::places::{containers, hooks, probes};
use crate::check::cx::Cx;
use crate::check::nearest::{listed, nearest};
use crate::formats::name;
use crate::pod::{At, Container, Pod};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in containers(pod) {
        let all = probes(container).map(|(_, probe)| probe).chain(hooks(container));
        for action in all.flat_map(|at| [at.get("httpGet"), at.get("tcpSocket")]).flatten() {
            if let Some(port) = action.get("port") {
                declared(&port, container, cx);
            }
        }
    }
}

/// The kubelet looks it up in the container's own ports (`ResolveContainerPort`).
fn declared(port: &At<'_>, container: &Container<'_>, cx: &mut Cx) {
    let Some(text) = port.text().filter(|text| name::port(text).is_ok()) else { return };
    let ports = container.at.list("ports");
    let is_known =
        |port: &At<'_>| !port.is_unknown() && port.get("name").is_none_or(|name| !name.is_unknown());
    let is_unknown = container.at.get("ports").is_some_and(|ports| ports.is_unknown());
    let names: Vec<&str> = ports.iter().filter_map(|port| port.text_of("name")).collect();
    if is_unknown || !ports.iter().all(is_known) || names.contains(&text) {
        return;
    }
    let help = match nearest(text, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => {
            format!("name one of its ports so, or write the number instead of `{text}`")
        }
        None => format!("its ports are {}; or write a number", listed(names)),
    };
    let message = format!("this container has no port named `{text}`");
    cx.report(&rules::UNDECLARED_PORT, port.span(), port.path, message).help(help);
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, wrong, wrong_pod};

    fn probe(port: &str, ports: &str) -> String {
        format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", ports: [{ports}], readiness_probe: {{ http_get: {{ port: {port} }} }} }},
                {{ name: "b", image: "a:1", ports: [{{ name: "grpc", container_port: 1 }}] }}] }} }}"#
        )
    }

    #[test]
    fn a_probe_names_a_port_of_its_container() {
        let ports = r#"{ name: "http", container_port: 80 }"#;
        assert_eq!(wrong(&probe(r#""http""#, ports)), Vec::<String>::new());
        let near = probe(r#""htp""#, ports);
        assert_eq!(
            wrong(&near),
            [r#"undeclared_port at "htp" in spec.containers[0].readinessProbe.httpGet.port"#]
        );
        assert_eq!(message(&near).1, "did you mean `http`?");
        assert_eq!(wrong(&probe(r#""grpc""#, ports)).len(), 1, "it is another container's");
        assert_eq!(wrong(&probe("8080", "")), Vec::<String>::new());
        assert_eq!(wrong(&probe(r#""http""#, "{ name: ?, container_port: 1 }")), Vec::<String>::new());
    }

    #[test]
    fn the_api_server_takes_any_name() {
        let template = r#"{ spec: { containers: [{ name: "a", image: "a:1", livenessProbe: { tcpSocket: { port: "http" } } }] } }"#;
        assert_eq!(wrong_pod(template), Vec::<String>::new());
    }
}
