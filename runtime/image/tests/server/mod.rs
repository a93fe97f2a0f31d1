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
    _folder: TempDir,
}

impl Server {
    pub(crate) fn open() -> Self {
        Self::start(None)
    }

    pub(crate) fn with_password(user: &str, password: &str) -> Self {
        Self::start(Some((user, password)))
    }

    fn start(login: Option<(&str, &str)>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().display();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let host = format!("127.0.0.1:{port}");
        let auth = login.map_or_else(String::new, |login| password_file(login, folder.path()));
        let config = format!(
            "version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {place}/data}}}}\nhttp: {{addr: '{host}'}}\n{auth}"
        );
        let file = folder.path().join("config.yml");
        std::fs::write(&file, config).unwrap();
        let child = Command::new("docker-registry")
            .arg("serve")
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("docker-registry is installed (Debian's package of that name)");
        let begun = Instant::now();
        while TcpStream::connect(&host).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "the registry did not come up");
            thread::sleep(Duration::from_millis(20));
        }
        Self { host, child, _folder: folder }
    }
}

/// Makes a file of passwords; the part of the registry's configuration that names it.
fn password_file((user, password): (&str, &str), folder: &Path) -> String {
    let made =
        Command::new("htpasswd").args(["-Bbn", user, password]).output().expect("apache2-utils is installed");
    let file = folder.join("htpasswd");
    std::fs::write(&file, made.stdout).unwrap();
    format!("auth: {{htpasswd: {{realm: r, path: {}}}}}\n", file.display())
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
