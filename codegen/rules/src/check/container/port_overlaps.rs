//! Ports that are declared twice in a pod, whose containers share one network; what the API server warns of.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::pod::{At, Container, Pod, Role};
use crate::rules;
use crate::tree::SpanId;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let on_host = cx.sees_pods(pod) && pod.field("hostNetwork").is_some_and(|at| at.is(true));
    let mut declared: HashMap<(i64, &str), Declared<'_>> = HashMap::new();
    let mut names: HashMap<&str, (usize, SpanId)> = HashMap::new();
    for (index, container) in pod.containers.iter().enumerate() {
        for port in container.at.list("ports") {
            name_of_another(&port, index, &mut names, cx);
            let Some(read) = Port::read(&port, index, container, on_host) else { continue };
            if !read.ip.is_empty() && read.host == 0 {
                without_host_port(&port, cx);
            }
            let others = declared.entry((read.number, read.protocol)).or_default();
            overlap(&read, others, cx);
            others.add(&read);
        }
    }
}

/// A port whose fields are all known.
struct Port<'t> {
    at: At<'t>,
    number: i64,
    protocol: &'t str,
    host: i64,
    ip: &'t str,
    owner: Owner,
}

/// The container that a port is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// One of those that run together.
    Main,
    /// The init container of this index, whose ports are looked at alone.
    Init(usize),
}

impl<'t> Port<'t> {
    /// In the node's network a port of a container is the node's.
    fn read(port: &At<'t>, index: usize, container: &Container<'t>, on_host: bool) -> Option<Port<'t>> {
        if ["protocol", "hostPort", "hostIP"]
            .iter()
            .any(|field| port.get(field).is_some_and(|at| at.is_unknown()))
        {
            return None;
        }
        let at = port.get("containerPort")?;
        let number = at.integer()?;
        let host = port.get("hostPort").and_then(|host| host.integer()).unwrap_or(0);
        Some(Port {
            at,
            number,
            protocol: port.text_of("protocol").unwrap_or("TCP"),
            host: if host == 0 && on_host { number } else { host },
            ip: port.text_of("hostIP").unwrap_or_default(),
            owner: if container.role == Role::Init { Owner::Init(index) } else { Owner::Main },
        })
    }
}

/// The ports of one number and protocol that were met, the first of each kind.
#[derive(Default)]
struct Declared<'t> {
    /// By the node's port and address.
    same: HashMap<(i64, &'t str), (SpanId, Owner)>,
    /// Without a port of the node, and with one.
    inside: Option<SpanId>,
    on_node: Option<SpanId>,
    /// By the node's port: at any address, and at one.
    anywhere: HashMap<i64, SpanId>,
    somewhere: HashMap<i64, SpanId>,
}

impl<'t> Declared<'t> {
    fn add(&mut self, port: &Port<'t>) {
        let span = port.at.span();
        self.same.entry((port.host, port.ip)).or_insert((span, port.owner));
        if port.host == 0 {
            self.inside.get_or_insert(span);
            return;
        }
        self.on_node.get_or_insert(span);
        let by_address = if port.ip.is_empty() { &mut self.anywhere } else { &mut self.somewhere };
        by_address.entry(port.host).or_insert(span);
    }
}

fn overlap(port: &Port<'_>, others: &Declared<'_>, cx: &mut Cx) {
    let Port { number, protocol, host, .. } = port;
    let other_place = if *host == 0 { others.on_node } else { others.inside };
    let other_address = if port.ip.is_empty() { &others.somewhere } else { &others.anywhere };
    let (rule, first, message) = if let Some((first, owner)) = others.same.get(&(*host, port.ip)) {
        // Of containers that run together, two ports of the node are an error, which is said elsewhere.
        if *host != 0 && port.owner == *owner {
            return;
        }
        let message = format!(
            "the {protocol} port {number} is declared twice in this pod, whose containers share one network"
        );
        (&rules::DUPLICATE_PORT, *first, message)
    } else if let Some(first) = other_place {
        let message =
            format!("the {protocol} port {number} is declared with a port of the node and without one");
        (&rules::OVERLAPPING_PORT, first, message)
    } else if let Some(first) = others.inside.filter(|_| *host == 0) {
        let message =
            format!("the {protocol} port {number} is declared twice, with another `{}`", cx.word("hostIP"));
        (&rules::OVERLAPPING_PORT, first, message)
    } else if let Some(first) = other_address.get(host) {
        let message =
            format!("the node's port {host} is declared at one of its addresses and at all of them");
        (&rules::OVERLAPPING_PORT, *first, message)
    } else {
        return;
    };
    cx.report(rule, port.at.span(), port.at.path, message).label(first, "first declared here");
}

fn without_host_port(port: &At<'_>, cx: &mut Cx) {
    let Some(ip) = port.get("hostIP") else { return };
    let message = format!("without a `{}` an address of the node counts for nothing", cx.word("hostPort"));
    cx.report(&rules::UNUSED_HOST_IP, ip.name_span, ip.path, message).help("leave it out, or add the port");
}

/// Whoever looks a port up by its name finds the first of the pod.
fn name_of_another<'t>(
    port: &At<'t>,
    container: usize,
    names: &mut HashMap<&'t str, (usize, SpanId)>,
    cx: &mut Cx,
) {
    let Some(name) = port.get("name") else { return };
    let Some(text) = name.text().filter(|text| !text.is_empty()) else { return };
    let (owner, first) = *names.entry(text).or_insert((container, name.span()));
    if owner != container {
        let message = format!("another container has a port `{text}` too: a service finds only the first");
        cx.report(&rules::SHARED_PORT_NAME, name.span(), name.path, message)
            .help("give one of them another name")
            .label(first, "first named here");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::warned;

    fn ports(first: &str, second: &str) -> Vec<String> {
        warned(&format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", ports: [{first}] }}, {{ name: "b", image: "a:1", ports: [{second}] }}] }} }}"#
        ))
    }

    #[test]
    fn a_port_declared_twice_is_warned_of() {
        assert_eq!(
            ports(
                r#"{ container_port: 1 }, { name: "a", container_port: 1 }, { container_port: 1, protocol: "UDP" }"#,
                ""
            ),
            ["duplicate_port at 1 in spec.containers[0].ports[1].containerPort"]
        );
    }

    #[test]
    fn a_port_with_one_of_the_node_and_without_is_warned_of() {
        let refused = ["overlapping_port at 1 in spec.containers[1].ports[0].containerPort"];
        assert_eq!(ports("{ container_port: 1 }", "{ container_port: 1, host_port: 80 }"), refused);
        assert_eq!(ports("{ container_port: 1, host_port: 80 }", "{ container_port: 1 }"), refused);
        let here = r#"{ container_port: 1, host_port: 80, host_ip: "127.0.0.1" }"#;
        assert_eq!(ports("{ container_port: 1, host_port: 80 }", here), refused);
        assert_eq!(ports("{ container_port: 1, host_port: 81 }", here), Vec::<String>::new());
    }

    #[test]
    fn a_port_without_one_of_the_node_is_the_same_at_any_address() {
        let here = r#"{ container_port: 1, host_ip: "127.0.0.1" }"#;
        let said = ports(here, "{ container_port: 1 }");
        assert_eq!(said[1..], ["overlapping_port at 1 in spec.containers[1].ports[0].containerPort"]);
    }

    #[test]
    fn init_containers_may_have_the_same_port_of_the_node() {
        let port = "ports: [{ container_port: 1, host_port: 80 }]";
        let template = format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], init_containers: [{{ name: "a", image: "a:1", {port} }}, {{ name: "b", image: "a:1", {port} }}] }} }}"#
        );
        assert_eq!(
            warned(&template),
            ["duplicate_port at 1 in spec.initContainers[1].ports[0].containerPort"]
        );
    }

    #[test]
    fn an_address_without_a_port_is_warned_of() {
        assert_eq!(
            ports(r#"{ container_port: 1, host_ip: "127.0.0.1" }"#, ""),
            ["unused_host_ip at host_ip in spec.containers[0].ports[0].hostIP"]
        );
    }

    #[test]
    fn a_name_that_another_container_has_is_warned_of() {
        assert_eq!(
            ports(r#"{ name: "a", container_port: 1 }"#, r#"{ name: "a", container_port: 2 }"#),
            [r#"shared_port_name at "a" in spec.containers[1].ports[0].name"#]
        );
    }
}
