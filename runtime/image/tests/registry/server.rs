//! A registry on a free port of this machine.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A `docker-registry` that ends with the test.
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
        let begun = Instant::now();
        loop {
            assert!(begun.elapsed() < Duration::from_secs(20), "the registry did not come up");
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let host = format!("127.0.0.1:{port}");
            let mut child = spawn(&host, tls, auth, folder.path());
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

fn spawn(host: &str, tls: &str, auth: &str, folder: &Path) -> Child {
    let place = folder.display();
    let config = format!(
        "version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {place}/data}}}}\nhttp: {{addr: '{host}'{tls}}}\n{auth}"
    );
    let file = folder.join("config.yml");
    std::fs::write(&file, config).unwrap();
    Command::new("docker-registry")
        .arg("serve")
        .arg(&file)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("docker-registry is installed (Debian's package of that name)")
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
