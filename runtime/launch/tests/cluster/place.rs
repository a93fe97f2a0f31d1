//! A namespace of a test's own, actions for it, and what the launcher says of them.

use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use podwright_launch::observe::{Event, Observer};
use podwright_launch::wire::Report;
use podwright_launch::{Action, Cluster, Failure, Launcher, Logs, Outcome, Pod, Settings};
use serde_json::{Value, json};

/// A namespace that goes when the test does.
pub(crate) struct Place {
    pub(crate) namespace: String,
    pub(crate) cluster: Cluster,
    pub(crate) heard: Arc<Heard>,
}

/// Gives a [`Place`], or says that there is no cluster and ends the test.
macro_rules! place {
    ($name:literal) => {
        match $crate::place::Place::new($name).await {
            Some(place) => place,
            None => {
                println!("skipped: {}: PODWRIGHT_TEST_KUBECONFIG names no cluster", $name);
                return;
            }
        }
    };
}
pub(crate) use place;

/// What was said, with the time since the test began.
pub(crate) struct Heard {
    begun: Instant,
    said: Mutex<Vec<(Duration, String)>>,
}

impl Observer for Heard {
    fn event(&self, _: &str, event: Event<'_>) {
        let text = match event {
            Event::Log { container, line, .. } => format!("{container}: {line}"),
            Event::Waiting(why) => format!("waiting {:?}: {}", why.cause, why.message),
            other => format!("{other:?}"),
        };
        self.said.lock().unwrap().push((self.begun.elapsed(), text));
    }
}

impl Heard {
    pub(crate) fn all(&self) -> Vec<String> {
        self.said.lock().unwrap().iter().map(|(_, text)| text.clone()).collect()
    }

    /// When something that begins so was said first.
    pub(crate) fn when(&self, start: &str) -> Option<Duration> {
        self.said.lock().unwrap().iter().find(|(_, text)| text.starts_with(start)).map(|(at, _)| *at)
    }

    /// Waits until something that begins so was said.
    pub(crate) async fn until(&self, start: &str) {
        let begun = Instant::now();
        while self.when(start).is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60), "`{start}` was not said: {:#?}", self.all());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

pub(crate) fn kubeconfig() -> Option<String> {
    std::env::var("PODWRIGHT_TEST_KUBECONFIG").ok().filter(|path| !path.is_empty())
}

pub(crate) fn kubectl(words: &[&str]) -> Result<String, String> {
    let mut command = Command::new("kubectl");
    if let Ok(script) = std::env::var("PODWRIGHT_TEST_CLUSTER") {
        command = Command::new("bash");
        command.args([&script, "kubectl"]);
    } else if let Some(kubeconfig) = kubeconfig() {
        command.args(["--kubeconfig", &kubeconfig]);
    }
    let output = command.args(words).stdin(Stdio::null()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

impl Place {
    pub(crate) async fn new(name: &str) -> Option<Self> {
        let kubeconfig = kubeconfig()?;
        let namespace = format!("launch-{name}-{}", std::process::id());
        kubectl(&["create", "namespace", &namespace]).unwrap();
        let settings = Settings {
            kubeconfig: Some(kubeconfig.into()),
            namespace: Some(namespace.clone()),
            ..Settings::default()
        };
        let cluster = Cluster::connect(&settings).await.unwrap();
        let heard = Arc::new(Heard { begun: Instant::now(), said: Mutex::default() });
        let place = Self { namespace, cluster, heard };
        place
            .until("the service account", || place.try_kubectl(&["get", "serviceaccount", "default"]).is_ok())
            .await;
        Some(place)
    }

    pub(crate) fn try_kubectl(&self, words: &[&str]) -> Result<String, String> {
        kubectl(&[&["-n", &self.namespace], words].concat())
    }

    #[track_caller]
    pub(crate) fn kubectl(&self, words: &[&str]) -> String {
        self.try_kubectl(words).unwrap_or_else(|error| panic!("kubectl {words:?}: {error}"))
    }

    /// An object, as JSON.
    #[track_caller]
    pub(crate) fn get(&self, kind: &str, name: &str) -> Value {
        serde_json::from_str(&self.kubectl(&["get", kind, name, "-o", "json"])).unwrap()
    }

    /// The pods, as JSON.
    #[track_caller]
    pub(crate) fn pods(&self) -> Vec<Value> {
        let list: Value = serde_json::from_str(&self.kubectl(&["get", "pods", "-o", "json"])).unwrap();
        list["items"].as_array().unwrap().clone()
    }

    pub(crate) async fn until(&self, what: &str, mut holds: impl FnMut() -> bool) {
        let begun = Instant::now();
        while !holds() {
            assert!(begun.elapsed() < Duration::from_secs(90), "{what} did not come, in {}", self.namespace);
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    pub(crate) fn launcher(&self, run: &str) -> Launcher {
        Launcher::new(self.cluster.clone(), run, self.heard.clone())
    }

    /// Launches an action as the root of a run.
    pub(crate) async fn launch(&self, action: &Action) -> Outcome {
        let launched = self.launcher(&action.run).launch(action, Logs::Primary).await;
        launched.unwrap_or_else(|error| panic!("{error}: {:#?}", self.heard.all()))
    }

    /// Launches an action that fails.
    pub(crate) async fn fails(&self, action: &Action) -> Failure {
        match self.launch(action).await {
            Outcome::Failed(failure) => failure,
            Outcome::Returned(value) => panic!("it returned {value}: {:#?}", self.heard.all()),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = kubectl(&["delete", "namespace", &self.namespace, "--wait=false"]);
    }
}

/// A primary that runs a shell script, as the user of an image that is packaged.
pub(crate) fn shell(script: &str) -> Value {
    json!({
        "name": "primary", "image": "busybox", "imagePullPolicy": "IfNotPresent",
        "command": ["sh", "-c", script], "securityContext": {"runAsUser": 65532},
    })
}

/// A sidecar that ignores SIGTERM.
pub(crate) fn deaf() -> Value {
    json!({
        "name": "deaf", "image": "busybox", "imagePullPolicy": "IfNotPresent",
        "command": ["sh", "-c", "trap '' TERM; while :; do sleep 1; done"],
    })
}

/// A shell command that reports.
pub(crate) fn reports(report: &Report) -> String {
    let frame = report.frame();
    assert!(!frame.contains('\''), "{frame}");
    format!("printf %s '{frame}' > /dev/termination-log")
}

pub(crate) fn returns(value: Value) -> String {
    reports(&Report::Returned(value))
}

/// The root action of a run.
pub(crate) fn action(run: &str, spec: Value) -> Action {
    Action {
        run: run.into(),
        name: run.into(),
        task: "task".into(),
        parent: None,
        pod: Pod {
            labels: Vec::new(),
            annotations: Vec::new(),
            spec,
            primary: "primary".into(),
            ordinary: Vec::new(),
            architectures: Vec::new(),
        },
        input: json!({}),
        retries: 0,
        timeout: None,
        start_timeout: Duration::from_secs(600),
        settings: Value::Null,
    }
}

/// An action of one container.
pub(crate) fn script(run: &str, script: &str) -> Action {
    action(run, json!({"containers": [shell(script)]}))
}
