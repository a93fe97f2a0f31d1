//! A registry and a misbehaving proxy before it, each on a free port of this machine.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
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

/// Passes connections on, but for the first ones, each of which meets a fault.
pub(crate) struct Proxy {
    pub(crate) host: String,
}

impl Proxy {
    /// A fault is an HTTP status, or `cut`: the connection is closed after the first bytes.
    pub(crate) fn before(target: &str, faults: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let target = target.to_owned();
        let next = AtomicUsize::new(0);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                match faults.get(next.fetch_add(1, Ordering::Relaxed)) {
                    None => pass(client, &target),
                    Some(fault) => meet(client, fault),
                }
            }
        });
        Self { host }
    }
}

fn meet(mut client: TcpStream, fault: &str) {
    let mut request = [0; 4096];
    let _ = client.read(&mut request);
    if fault != "cut" {
        let _ = write!(
            client,
            "HTTP/1.1 {fault} X\r\nRetry-After: 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
    }
    let _ = client.shutdown(Shutdown::Both);
}

fn pass(client: TcpStream, target: &str) {
    let server = TcpStream::connect(target).unwrap();
    for (mut from, mut to) in [(client.try_clone().unwrap(), server.try_clone().unwrap()), (server, client)] {
        thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
    }
}
