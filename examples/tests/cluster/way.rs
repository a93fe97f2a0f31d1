//! A way to the API server that fails on purpose, and the kubeconfig that takes it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::place::{Place, variable};
use crate::proxy::Proxy;
use crate::running::Running;

/// A proxy before the API server, and a kubeconfig that goes through it.
pub(crate) struct Way {
    pub(crate) proxy: Proxy,
    pub(crate) kubeconfig: PathBuf,
}

impl Way {
    /// As it is: TLS from end to end.
    pub(crate) fn to_the_server(place: &Place) -> Self {
        let config = kubeconfig(place);
        let server = config["clusters"][0]["cluster"]["server"].as_str().unwrap().to_owned();
        let address = server.strip_prefix("https://").unwrap().parse().unwrap();
        Self::new(place, Proxy::to(address), config, "https")
    }

    /// Without TLS, so that what is said can be changed.
    pub(crate) fn in_plain_http(place: &Place, server: &PlainHttp) -> Self {
        let config = json!({
            "current-context": "c",
            "contexts": [{"name": "c", "context": {"cluster": "c"}}],
            "clusters": [{"name": "c", "cluster": {}}],
        });
        Self::new(place, Proxy::to_plain_http(server.address), config, "http")
    }

    /// Takes this for the credentials: what a kubeconfig has below `user`.
    pub(crate) fn log_in_with(&self, user: &Value) {
        let mut config: Value =
            serde_json::from_str(&std::fs::read_to_string(&self.kubeconfig).unwrap()).unwrap();
        config["users"][0]["user"] = user.clone();
        std::fs::write(&self.kubeconfig, config.to_string()).unwrap();
    }

    fn new(place: &Place, proxy: Proxy, mut config: Value, scheme: &str) -> Self {
        config["clusters"][0]["cluster"]["server"] = format!("{scheme}://{}", proxy.address).into();
        let kubeconfig = std::env::temp_dir().join(format!("{}-{}", place.namespace, proxy.address.port()));
        std::fs::write(&kubeconfig, config.to_string()).unwrap();
        Self { proxy, kubeconfig }
    }

    /// Runs the failures' program that way.
    pub(crate) fn run(&self, place: &Place, words: &[&str]) -> Running {
        let mut command = place.program("failures");
        Running::start(command.env("PODWRIGHT_KUBECONFIG", &self.kubeconfig).args(words))
    }
}

impl Drop for Way {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.kubeconfig);
    }
}

/// The kubeconfig that leads to the cluster.
pub(crate) fn kubeconfig(place: &Place) -> Value {
    serde_json::from_str(&place.kubectl(&["config", "view", "--raw", "--minify", "-o", "json"])).unwrap()
}

/// kubectl's own proxy, which speaks plain HTTP, so that what it says can be changed on the way.
pub(crate) struct PlainHttp {
    kubectl: Child,
    address: SocketAddr,
}

impl PlainHttp {
    pub(crate) fn start() -> Self {
        let mut kubectl = Command::new("bash")
            .args([&variable("PODWRIGHT_TEST_CLUSTER"), "kubectl", "proxy", "--port=0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(kubectl.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit(' ').next().unwrap().parse().unwrap();
        Self { kubectl, address }
    }
}

impl Drop for PlainHttp {
    fn drop(&mut self) {
        // The script's child too.
        let _ = Command::new("pkill").args(["-P", &self.kubectl.id().to_string()]).status();
        let _ = self.kubectl.kill();
        let _ = self.kubectl.wait();
    }
}
