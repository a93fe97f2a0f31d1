//! A namespace of a test's own, the programs run in it, and kubectl.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

/// A namespace that goes when the test does.
pub(crate) struct Place {
    pub(crate) namespace: String,
}

/// What a program said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        Self {
            status: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// The result of a run that succeeded.
    #[track_caller]
    pub(crate) fn result(&self) -> &str {
        assert_eq!(self.status, 0, "{self:#?}");
        &self.out
    }

    /// Asserts the exit status, and that all of these words are in the program's own error, which is the last.
    #[track_caller]
    pub(crate) fn fails(&self, status: i32, words: &[&str]) {
        self.has_failed(status, self.errors().last(), words);
    }

    /// The same of words that the task's log says, from its first error on: they are not said again.
    #[track_caller]
    pub(crate) fn fails_in_log(&self, status: i32, words: &[&str]) {
        self.has_failed(status, self.errors().next(), words);
    }

    #[track_caller]
    fn has_failed(&self, status: i32, from: Option<usize>, words: &[&str]) {
        assert_eq!(self.status, status, "{self:#?}");
        let at = from.unwrap_or_else(|| panic!("no error: {self:#?}"));
        for word in words {
            assert!(self.err[at..].contains(word), "`{word}` is not in: {self:#?}");
        }
    }

    /// Where lines begin that say an error.
    fn errors(&self) -> impl Iterator<Item = usize> {
        let begins = |(at, _): &(usize, _)| *at == 0 || self.err.as_bytes()[at - 1] == b'\n';
        self.err.match_indices("error: ").filter(begins).map(|(at, _)| at)
    }
}

/// A variable that `cargo xtask test` sets from the running cluster.
#[track_caller]
pub(crate) fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: `cargo xtask test --only end-to-end` runs these tests")
    })
}

/// The folder that a CSI driver serves.
pub(crate) fn csi(folder: &str) -> PathBuf {
    let path = PathBuf::from(variable("PODWRIGHT_TEST_CSI")).join(folder);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// The throwaway cluster's script.
pub(crate) fn cluster(words: &[&str]) -> Output {
    let script = variable("PODWRIGHT_TEST_CLUSTER");
    Command::new("bash").arg(script).args(words).stdin(Stdio::null()).output().unwrap()
}

impl Place {
    /// A new namespace, with its default service account.
    pub(crate) fn new(name: &str) -> Self {
        let unique = format!("{name}-{}", std::process::id());
        let place = Self { namespace: unique };
        assert!(cluster(&["kubectl", "create", "namespace", &place.namespace]).status.success());
        place.until("the default service account", || {
            place.try_kubectl(&["get", "serviceaccount", "default"]).is_ok()
        });
        place
    }

    /// kubectl in this namespace.
    pub(crate) fn try_kubectl(&self, words: &[&str]) -> Result<String, String> {
        let output = cluster(&[&["kubectl", "-n", &self.namespace], words].concat());
        let said = Said::of(&output);
        if output.status.success() { Ok(said.out) } else { Err(said.err) }
    }

    #[track_caller]
    pub(crate) fn kubectl(&self, words: &[&str]) -> String {
        self.try_kubectl(words).unwrap_or_else(|error| panic!("kubectl {words:?}: {error}"))
    }

    /// Objects of a kind, as JSON.
    #[track_caller]
    pub(crate) fn list(&self, kind: &str) -> Vec<Value> {
        let list: Value = serde_json::from_str(&self.kubectl(&["get", kind, "-o", "json"])).unwrap();
        list["items"].as_array().unwrap().clone()
    }

    /// Creates what a YAML document says.
    #[track_caller]
    pub(crate) fn apply(&self, yaml: &str) {
        let file =
            std::env::temp_dir().join(format!("{}-{:?}.yaml", self.namespace, std::thread::current().id()));
        std::fs::write(&file, yaml).unwrap();
        self.kubectl(&["apply", "-f", file.to_str().unwrap()]);
        std::fs::remove_file(file).unwrap();
    }

    /// An example's program, told of the cluster and this namespace.
    pub(crate) fn program(&self, bin: &str) -> Command {
        let mut command = Command::new(program(bin));
        for (name, _) in
            std::env::vars().filter(|(name, _)| name.starts_with("PODWRIGHT_") || name.starts_with("CARGO"))
        {
            command.env_remove(name);
        }
        command
            .env("PODWRIGHT_KUBECONFIG", variable("PODWRIGHT_TEST_KUBECONFIG"))
            .env("PODWRIGHT_REGISTRY", format!("{}/examples", variable("PODWRIGHT_TEST_REGISTRY")))
            .env("PODWRIGHT_NAMESPACE", &self.namespace)
            .stdin(Stdio::null());
        command
    }

    /// Runs an example's program to its end.
    pub(crate) fn run(&self, bin: &str, words: &[&str]) -> Said {
        Said::of(&self.program(bin).args(words).output().unwrap())
    }

    /// Waits for something to become true.
    #[track_caller]
    pub(crate) fn until(&self, what: &str, mut holds: impl FnMut() -> bool) {
        const PATIENCE: Duration = Duration::from_secs(120);
        let begun = Instant::now();
        while !holds() {
            if begun.elapsed() > PATIENCE {
                let there = self.kubectl(&["get", "pods,events"]);
                panic!("{what} did not come, in {}:\n{there}", self.namespace);
            }
            sleep(Duration::from_millis(200));
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        cluster(&["kubectl", "delete", "namespace", &self.namespace, "--wait=false"]);
    }
}

fn program(bin: &str) -> &'static str {
    match bin {
        "basic" => env!("CARGO_BIN_EXE_basic"),
        "blocked" => env!("CARGO_BIN_EXE_blocked"),
        "cluster_specific" => env!("CARGO_BIN_EXE_cluster_specific"),
        "environments" => env!("CARGO_BIN_EXE_environments"),
        "failures" => env!("CARGO_BIN_EXE_failures"),
        "files" => env!("CARGO_BIN_EXE_files"),
        "gcs" => env!("CARGO_BIN_EXE_gcs"),
        "nim" => env!("CARGO_BIN_EXE_nim"),
        "on_base" => env!("CARGO_BIN_EXE_on_base"),
        "pull_secret" => env!("CARGO_BIN_EXE_pull_secret"),
        "sidecar" => env!("CARGO_BIN_EXE_sidecar"),
        "volume" => env!("CARGO_BIN_EXE_volume"),
        other => panic!("there is no example `{other}`"),
    }
}
