//! A Kubernetes of etcd and an API server alone, on free ports of this machine: enough to ask for dry runs. Both end with the value.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use podwright_rules::schema::Minor;
use ring::rand::{SecureRandom, SystemRandom};
use tempfile::TempDir;

use super::go::Programs;
use crate::workspace::root;

/// The versions that are held against: the module has a folder for each in `xtask/servers`.
pub(super) const MINORS: [Minor; 2] = [Minor(33), Minor(35)];

const PACKAGES: [&str; 2] = ["go.etcd.io/etcd/server/v3", "k8s.io/kubernetes/cmd/kube-apiserver"];
/// What Go calls their programs.
const NAMES: [&str; 2] = ["server", "kube-apiserver"];

/// An API server takes a few seconds to start, and many more on a machine that is busy.
const READY: Duration = Duration::from_secs(180);

/// A running API server, and who may ask it.
pub(super) struct Server {
    /// Where it is: `https://127.0.0.1:40001`.
    pub(super) address: String,
    /// Its certificates, its keys, its logs, and what it keeps.
    folder: TempDir,
    // The order in which they end.
    api: Running,
    etcd: Running,
}

impl Server {
    /// Builds the programs where they are not, starts them, and waits until the server takes pods.
    pub(super) fn start(minor: Minor) -> Result<Self> {
        let programs = build(minor)?;
        let folder = tempfile::tempdir().context("a folder for the server")?;
        let [etcd, peer, api] = free_ports()?;
        fs::write(folder.path().join("token"), secret()?)?;
        let text = fs::read_to_string(folder.path().join("token"))?;
        fs::write(folder.path().join("tokens"), format!("{text},admin,admin,system:masters\n"))?;
        openssl(
            folder.path(),
            &["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "key"],
        )?;
        openssl(folder.path(), &["pkey", "-in", "key", "-pubout", "-out", "public"])?;
        let store = Running::start(&programs.join(NAMES[0]), folder.path(), &etcd_arguments(etcd, peer))?;
        let server = Running::start(&programs.join(NAMES[1]), folder.path(), &api_arguments(etcd, api))?;
        let mut started =
            Self { address: format!("https://127.0.0.1:{api}"), folder, api: server, etcd: store };
        started.wait()?;
        started.make_service_account()?;
        Ok(started)
    }

    /// A file with the token that may do everything.
    pub(super) fn token(&self) -> PathBuf {
        self.folder.path().join("token")
    }

    /// The certificate that it made for itself.
    pub(super) fn certificate(&self) -> PathBuf {
        self.folder.path().join("apiserver.crt")
    }

    fn wait(&mut self) -> Result<()> {
        let begin = Instant::now();
        while !self.ask("/readyz", &[]).is_ok_and(|answer| answer == "ok") {
            for part in [&mut self.etcd, &mut self.api] {
                part.ensure_it_runs(self.folder.path())?;
            }
            ensure!(begin.elapsed() < READY, "the API server is not ready after {} s", READY.as_secs());
            sleep(Duration::from_millis(500));
        }
        Ok(())
    }

    /// What a controller makes otherwise, and admission looks for.
    fn make_service_account(&self) -> Result<()> {
        let account = r#"{"metadata":{"name":"default"}}"#;
        let arguments = ["--header", "Content-Type: application/json", "--data", account];
        let begin = Instant::now();
        // The namespace is made by the server itself, a moment after it is ready.
        while let Err(error) = self.ask("/api/v1/namespaces/default/serviceaccounts", &arguments) {
            if begin.elapsed() > READY {
                bail!("the API server takes no service account: {error:#}");
            }
            sleep(Duration::from_millis(500));
        }
        Ok(())
    }

    fn ask(&self, path: &str, arguments: &[&str]) -> Result<String> {
        let token = fs::read_to_string(self.token())?;
        let output = Command::new("curl")
            .args(["--silent", "--show-error", "--fail", "--noproxy", "*", "--max-time", "10", "--cacert"])
            .arg(self.certificate())
            .args(["--header", &format!("Authorization: Bearer {token}")])
            .args(arguments)
            .arg(format!("{}{path}", self.address))
            .output()
            .context("running curl")?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
        Ok(String::from_utf8(output.stdout)?)
    }
}

fn build(minor: Minor) -> Result<PathBuf> {
    let folder = root().join(format!("xtask/servers/1.{}", minor.0));
    let module = fs::read_to_string(folder.join("go.mod")).context("reading go.mod")?;
    let version = module.lines().find_map(|line| line.trim().strip_prefix("k8s.io/kubernetes "));
    let version = version.context("go.mod names no version of Kubernetes")?;
    let package = "k8s.io/component-base/version";
    let flags = format!(
        "-ldflags=-s -w -X {package}.gitVersion={version} -X {package}.gitMajor=1 -X {package}.gitMinor={}",
        minor.0
    );
    let sources = ["go.mod", "go.sum"].map(PathBuf::from);
    Programs {
        what: "api-server",
        minor,
        folder: &folder,
        sources: &sources,
        names: &NAMES,
        arguments: &[&flags, PACKAGES[0], PACKAGES[1]],
    }
    .built()
}

fn etcd_arguments(port: u16, peer: u16) -> Vec<String> {
    let (client, peer) = (format!("http://127.0.0.1:{port}"), format!("http://127.0.0.1:{peer}"));
    vec![
        "--data-dir=etcd".to_owned(),
        format!("--listen-client-urls={client}"),
        format!("--advertise-client-urls={client}"),
        format!("--listen-peer-urls={peer}"),
        format!("--initial-advertise-peer-urls={peer}"),
        format!("--initial-cluster=default={peer}"),
        "--unsafe-no-fsync".to_owned(),
        "--log-level=warn".to_owned(),
    ]
}

fn api_arguments(etcd: u16, port: u16) -> Vec<String> {
    let fixed = [
        "--bind-address=127.0.0.1",
        "--advertise-address=10.0.0.1",
        "--endpoint-reconciler-type=none",
        "--cert-dir=.",
        "--token-auth-file=tokens",
        "--authorization-mode=RBAC",
        "--allow-privileged",
        "--service-cluster-ip-range=10.96.0.0/24",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=public",
        "--service-account-signing-key-file=key",
    ];
    let ports = [format!("--etcd-servers=http://127.0.0.1:{etcd}"), format!("--secure-port={port}")];
    ports.into_iter().chain(fixed.map(str::to_owned)).collect()
}

/// Ports that nobody listens on; all are held until the last is found, so that they differ.
fn free_ports() -> Result<[u16; 3]> {
    let listeners = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0"));
    let mut ports = [0; 3];
    for (port, listener) in ports.iter_mut().zip(listeners) {
        *port = listener.and_then(|listener| listener.local_addr()).context("a free port")?.port();
    }
    Ok(ports)
}

fn secret() -> Result<String> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).ok().context("the machine gives no random bytes")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn openssl(folder: &Path, arguments: &[&str]) -> Result<()> {
    let output =
        Command::new("openssl").args(arguments).current_dir(folder).output().context("running openssl")?;
    ensure!(output.status.success(), "openssl: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(())
}

/// A program in the background; it ends with the value.
struct Running {
    name: String,
    child: Child,
}

impl Running {
    /// Its log is `NAME.log` in the folder that it runs in.
    fn start(program: &Path, folder: &Path, arguments: &[String]) -> Result<Self> {
        let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let log = File::create(folder.join(format!("{name}.log")))?;
        let child = Command::new(program)
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("running {}", program.display()))?;
        Ok(Self { name, child })
    }

    fn ensure_it_runs(&mut self, folder: &Path) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            let log = fs::read_to_string(folder.join(format!("{}.log", self.name)))?;
            let end: Vec<&str> = log.lines().rev().take(5).collect();
            bail!(
                "{} ended with {status}: {}",
                self.name,
                end.into_iter().rev().collect::<Vec<_>>().join("\n")
            );
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // That it is gone already is no failure.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
