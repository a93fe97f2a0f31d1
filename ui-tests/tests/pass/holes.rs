//! Expressions in a template: constants, functions and closures' own variables, at every kind of field.

use std::collections::BTreeMap;

use podwright::prelude::*;

const VOLUME: &str = "data";
const PATH: &str = "/data";
const PORT: u16 = 8080;

fn labels() -> BTreeMap<String, String> {
    BTreeMap::from([("team".to_owned(), "ml".to_owned())])
}

fn tag(version: u8) -> String {
    format!("nginx:1.{version}")
}

const fn seconds() -> i64 {
    30
}

static POD: PodTemplate = pod_template! {
    labels: labels(),
    pod_spec: {
        termination_grace_period_seconds: seconds(),
        host_network: cfg!(feature = "never"),
        containers: [
            { name: "primary", volume_mounts: [{ name: VOLUME, mount_path: PATH }] },
            {
                name: "web",
                image: tag(27),
                ports: [{ name: "http", container_port: PORT }],
                resources: { limits: { cpu: "1", memory: format!("{}Mi", 64 * 2) } },
                readiness_probe: { tcp_socket: { port: PORT } },
            },
        ],
        volumes: [{ name: VOLUME, empty_dir: {} }],
    },
};

fn main() {
    assert_eq!(mount!(POD, "data", "/data").name(), VOLUME);
    assert_eq!(port!(POD, "http").number(), PORT);
    const AS_A_CONSTANT: PodTemplate = pod_template! { labels: { "a": "b" } };
    let as_a_variable = pod_template! { labels: { "a": "b" } };
    let _ = (AS_A_CONSTANT, as_a_variable);
}
