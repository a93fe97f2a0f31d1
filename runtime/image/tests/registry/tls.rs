//! A registry with TLS that is reached through a proxy alone.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;

use tempfile::TempDir;

use crate::credentials::example;
use crate::server::Server;

/// A name that only the proxy knows.
const NAME: &str = "registry.test";

struct Office {
    folder: TempDir,
    proxy: String,
    _server: Server,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let line = format!(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out certificate.pem \
             -subj /CN={NAME} -addext subjectAltName=DNS:{NAME} -addext basicConstraints=critical,CA:FALSE"
        );
        let made = Command::new("openssl").args(line.split(' ')).current_dir(&folder).output();
        assert!(made.expect("openssl is installed").status.success());
        let server = Server::with_tls(&folder.path().join("certificate.pem"), &folder.path().join("key.pem"));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy = format!("http://{}", listener.local_addr().unwrap());
        let target = server.host.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                tunnel(client, &target);
            }
        });
        Self { folder, proxy, _server: server }
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }

    fn push(&self, trusted: &Path) -> Output {
        let example = example();
        Command::new(&example)
            .arg(&example)
            .args([&format!("{NAME}/team/app"), "--cold"])
            .env("HTTPS_PROXY", &self.proxy)
            .env("SSL_CERT_FILE", trusted)
            .env("DOCKER_CONFIG", self.folder.path())
            .env_remove("SSL_CERT_DIR")
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .output()
            .unwrap()
    }
}

/// Answers `CONNECT` and joins the two ends.
fn tunnel(client: TcpStream, target: &str) {
    let mut reader = BufReader::new(client);
    let mut head = String::new();
    while reader.read_line(&mut head).unwrap() > 2 {}
    assert!(head.starts_with(&format!("CONNECT {NAME}:443 ")), "{head}");
    let mut client = reader.into_inner();
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
    crate::proxy::pass(client, target, u64::MAX);
}

#[test]
fn a_proxy_and_an_authority_of_the_companys_own_are_used() {
    let office = Office::new();
    let output = office.push(&office.certificate());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn an_authority_that_nobody_named_is_not_trusted() {
    let office = Office::new();
    let other = office.folder.path().join("none.pem");
    std::fs::write(&other, "").unwrap();
    let output = office.push(&other);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        error.contains(&format!("cannot trust the registry `{NAME}`: invalid peer certificate")),
        "{error}"
    );
    assert!(error.contains("SSL_CERT_FILE"), "{error}");
}

#[test]
fn a_registry_without_tls_is_spoken_to_where_it_is_named() {
    let server = Server::open();
    // It is this machine, and no loopback address.
    let host = server.host.replace("127.0.0.1", "0.0.0.0");
    let push = |named: &str| {
        let example = example();
        let place = format!("{host}/team/app");
        let mut push = Command::new(&example);
        push.args(["/bin/true", &place, "--cold"]).env("PODWRIGHT_INSECURE_REGISTRIES", named);
        push.output().unwrap()
    };
    let output = push(&format!("registry.test:5000,{host}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = push("registry.test:5000");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains(&format!("cannot trust the registry `{host}`")), "{error}");
    assert!(error.contains("PODWRIGHT_INSECURE_REGISTRIES"), "{error}");
}
