//! Kubeconfigs that cannot be used: what is wrong, with the file's name and what to do.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::{SPECIFIC, Said, refused, run};

/// A kubeconfig that goes when the test does.
struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("kubeconfig-{name}-{}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn run(&self, words: &[&str]) -> Said {
        run(SPECIFIC, &[words, &["--kubeconfig", self.0.to_str().unwrap()]].concat())
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A whole one, of one cluster at a port where nothing listens, with this in the place of a part.
fn with(part: &str, value: Value) -> String {
    let mut config = json!({
        "apiVersion": "v1", "kind": "Config", "current-context": "a",
        "clusters": [{"name": "a", "cluster": {"server": "https://127.0.0.1:9"}}],
        "contexts": [{"name": "a", "context": {"cluster": "a", "user": "a"}}],
        "users": [{"name": "a", "user": {}}],
    });
    *config.pointer_mut(part).unwrap() = value;
    config.to_string()
}

#[test]
fn one_that_is_missing_is_named() {
    let words = ["run", "add", "--a", "1", "--b", "2", "--registry", "127.0.0.1:5000/x"];
    refused(&run(SPECIFIC, &words), 3, &["no kubeconfig at /nowhere/kubeconfig", "--kubeconfig", "--local"]);
}

#[test]
fn one_that_is_broken_is_named_with_what_is_wrong() {
    let cases = [
        ("yaml", "{".to_owned(), "cannot be used"),
        ("words", "just words".to_owned(), "cannot be used"),
        ("cluster", with("/contexts/0/context/cluster", json!("b")), "b"),
        ("server", with("/clusters/0/cluster", json!({"server": "not a url"})), "cannot be used"),
        (
            "authority",
            with("/clusters/0/cluster", json!({"server": "https://a", "certificate-authority-data": "%"})),
            "cannot be used",
        ),
        (
            "no-authority",
            with("/clusters/0/cluster", json!({"server": "https://a", "certificate-authority": "/no/ca"})),
            "/no/ca",
        ),
        (
            "key",
            with("/users/0/user", json!({"client-certificate": "/no/cert", "client-key": "/no/key"})),
            "/no/",
        ),
    ];
    println!("cases: broken kubeconfigs: {}", cases.len());
    for (name, text, words) in cases {
        let file = File::new(name, &text);
        let said = file.run(&["runs"]);
        refused(&said, 3, &["error: ", file.0.to_str().unwrap(), words, "  help: "]);
    }
    refused(
        &run(SPECIFIC, &["runs", "--kubeconfig", "/"]),
        3,
        &["the kubeconfig / cannot be used", "directory"],
    );
}

#[test]
fn one_that_chooses_no_context_that_it_has_is_a_wrong_setting() {
    let cases = [
        ("empty", String::new(), "no current context"),
        ("current", with("/current-context", Value::Null), "no current context"),
        ("other", with("/current-context", json!("b")), "has no context `b`"),
    ];
    println!("cases: kubeconfigs without their context: {}", cases.len());
    for (name, text, words) in cases {
        let file = File::new(name, &text);
        refused(&file.run(&["runs"]), 2, &["error: ", file.0.to_str().unwrap(), words, "  help: "]);
    }
}

#[test]
fn one_that_is_broken_is_not_quoted() {
    let text = "apiVersion: v1\nusers:\n- name: a\n  user: {token: [SECRET]}\n";
    let file = File::new("quoted", text);
    let said = file.run(&["runs"]);
    refused(&said, 3, &[file.0.to_str().unwrap(), "line 4, column 17", "mend the file"]);
    assert!(!said.err.contains("SECRET") && !said.err.contains("<input>"), "{}", said.err);
}

#[test]
fn a_context_that_is_not_there_lists_those_that_are() {
    let file = File::new("context", &with("/current-context", json!("a")));
    refused(&file.run(&["runs", "--context", "b"]), 2, &["has no context `b`", "`a`"]);
}

#[test]
fn a_namespace_that_there_cannot_be_is_refused_before_anything_is_asked() {
    let file = File::new("namespace", &with("/current-context", json!("a")));
    for none in ["a b", "a/b", "Team"] {
        refused(
            &file.run(&["runs", "--namespace", none]),
            2,
            &[&format!("the name of the namespace, `{none}`, ")],
        );
    }
    let context = json!({"cluster": "a", "user": "a", "namespace": "../kube-system"});
    let file = File::new("context-namespace", &with("/contexts/0/context", context));
    refused(&file.run(&["runs"]), 2, &["`../kube-system`", "in the context of the kubeconfig"]);
}

#[test]
fn a_server_that_is_nowhere_is_named() {
    let file = File::new("nowhere", &with("/current-context", json!("a")));
    refused(&file.run(&["runs"]), 3, &["127.0.0.1:9 does not answer", "Connection refused", "VPN"]);
    let server = json!({"server": "https://nowhere.invalid:6443"});
    let file = File::new("name", &with("/clusters/0/cluster", server));
    refused(&file.run(&["runs"]), 3, &["https://nowhere.invalid:6443 does not answer"]);
}

#[test]
fn a_server_that_is_no_api_server_is_told_from_one() {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let server = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let _ = client.read(&mut [0; 4096]);
            let page = "<html>hello</html>";
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", page.len());
            let _ = client.write_all(format!("{head}{page}").as_bytes());
        }
    });
    let file = File::new("page", &with("/clusters/0/cluster", json!({"server": server})));
    refused(&file.run(&["runs"]), 3, &[&server, "cannot be read", "Kubernetes API server"]);
}
