//! A registry on a free port of this machine: Debian's, or another one that lets anybody in.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Another registry than Debian's, which is looked for in PATH.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Other {
    /// `registry`: distribution 3.
    Distribution,
    /// `zot`.
    Zot,
}

impl Other {
    pub(crate) const ALL: [Self; 2] = [Self::Distribution, Self::Zot];

    pub(crate) fn program(self) -> &'static str {
        match self {
            Self::Distribution => "registry",
            Self::Zot => "zot",
        }
    }

    fn command(self, host: &str, folder: &Path) -> Command {
        let (address, port) = host.split_once(':').unwrap();
        let place = folder.join("data").display().to_string();
        let config = match self {
            Self::Distribution => format!(
                "version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {place}}}}}\nhttp: {{addr: '{host}'}}\n"
            ),
            Self::Zot => format!(
                r#"{{"storage": {{"rootDirectory": "{place}"}}, "http": {{"address": "{address}", "port": "{port}"}}, "log": {{"level": "error"}}}}"#
            ),
        };
        let file = folder.join(if matches!(self, Self::Zot) { "config.json" } else { "config.yml" });
        std::fs::write(&file, config).unwrap();
        let mut command = Command::new(self.program());
        command.arg("serve").arg(file);
        command
    }
}

/// A registry that ends with the test.
pub(crate) struct Server {
    pub(crate) host: String,
    child: Child,
    folder: TempDir,
}

impl Server {
    /// Lets anybody in.
    pub(crate) fn open() -> Self {
        Self::start("", "", tempfile::tempdir().unwrap())
    }

    /// None where it is not installed.
    pub(crate) fn of(other: Other) -> Option<Self> {
        let found = Command::new(other.program()).arg("--version").output();
        found
            .is_ok_and(|found| found.status.success())
            .then(|| Self::launch(tempfile::tempdir().unwrap(), |host, folder| other.command(host, folder)))
    }

    pub(crate) fn with_password(user: &str, password: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new("htpasswd")
            .args(["-Bbn", user, password])
            .output()
            .expect("htpasswd is installed (Debian's package apache2-utils)");
        let file = folder.path().join("htpasswd");
        std::fs::write(&file, made.stdout).unwrap();
        Self::start("", &format!("auth: {{htpasswd: {{realm: r, path: {}}}}}\n", file.display()), folder)
    }

    /// Wants tokens from `realm`, signed with the key of the certificate.
    pub(crate) fn with_tokens(realm: &str, certificate: &Path) -> Self {
        let auth = format!(
            "auth: {{token: {{realm: '{realm}', service: registry, issuer: tests, rootcertbundle: {}}}}}\n",
            certificate.display()
        );
        Self::start("", &auth, tempfile::tempdir().unwrap())
    }

    pub(crate) fn with_tls(certificate: &Path, key: &Path) -> Self {
        let tls = format!(", tls: {{certificate: {}, key: {}}}", certificate.display(), key.display());
        Self::start(&tls, "", tempfile::tempdir().unwrap())
    }

    /// Loses all blobs that are no documents.
    pub(crate) fn forget_blobs(&self) {
        let blobs = self.folder.path().join("data/docker/registry/v2/blobs/sha256");
        let inside = |folder: &Path| {
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
        };
        for blob in inside(&blobs).iter().flat_map(|folder| inside(folder)) {
            if std::fs::metadata(blob.join("data")).unwrap().len() > 10_000 {
                std::fs::remove_dir_all(blob).unwrap();
            }
        }
    }

    /// Has no image any more, and no blob.
    pub(crate) fn forget_everything(&self) {
        let _ = std::fs::remove_dir_all(self.folder.path().join("data"));
    }

    fn start(tls: &str, auth: &str, folder: TempDir) -> Self {
        Self::launch(folder, |host, folder| of_debian(host, tls, auth, folder))
    }

    fn launch(folder: TempDir, command: impl Fn(&str, &Path) -> Command) -> Self {
        let begun = Instant::now();
        loop {
            assert!(begun.elapsed() < Duration::from_secs(20), "the registry did not come up");
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let host = format!("127.0.0.1:{port}");
            let mut command = command(&host, folder.path());
            let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
            let mut child = child.expect("docker-registry is installed (Debian's package of that name)");
            // It ends by itself where somebody else was quicker to take the port.
            while child.try_wait().unwrap().is_none() {
                if TcpStream::connect(&host).is_ok() && child.try_wait().unwrap().is_none() {
                    return Self { host, child, folder };
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

fn of_debian(host: &str, tls: &str, auth: &str, folder: &Path) -> Command {
    let place = folder.display();
    let config = format!(
        "version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {place}/data}}}}\nhttp: {{addr: '{host}'{tls}}}\n{auth}"
    );
    let file = folder.join("config.yml");
    std::fs::write(&file, config).unwrap();
    let mut command = Command::new("docker-registry");
    command.arg("serve").arg(&file);
    command
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
