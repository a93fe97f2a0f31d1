//! Who we are to a registry that asks: each case is a process of its own, the example `push`, with its own environment.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::server::Server;
use crate::tokens::Tokens;

/// `puller:secret`, as Docker writes it into its file.
const LOGIN: &str = "cHVsbGVyOnNlY3JldA==";

pub(crate) struct Case {
    server: Server,
    /// What the registry is called.
    host: String,
    folder: TempDir,
}

impl Case {
    fn new() -> Self {
        Self::at(Server::with_password("puller", "secret"))
    }

    pub(crate) fn at(server: Server) -> Self {
        let host = server.host.clone();
        Self { server, host, folder: tempfile::tempdir().unwrap() }
    }

    /// One who may push and reaches the server at another host.
    pub(crate) fn through(server: Server, host: &str) -> Self {
        let case = Self { host: host.to_owned(), ..Self::at(server) };
        case.write("config.json", &format!(r#"{{"auths": {{"{host}": {{"auth": "{LOGIN}"}}}}}}"#));
        case
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Pushes the example itself, with this folder as Docker's and in front of PATH.
    pub(crate) fn push(&self, variables: &[(&str, &Path)]) -> Output {
        let example = example();
        let path = format!("{}:{}", self.folder.path().display(), std::env::var("PATH").unwrap());
        Command::new(&example)
            .arg(&example)
            .args([&format!("{}/team/app", self.host), "--cold"])
            .env("DOCKER_CONFIG", self.folder.path())
            .env_remove("REGISTRY_AUTH_FILE")
            .env("PATH", path)
            .envs(variables.iter().copied())
            .output()
            .unwrap()
    }
}

/// Cargo builds examples with tests, beside them.
pub(crate) fn example() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let example = tests.parent().and_then(Path::parent).unwrap().join("examples/push");
    assert!(
        example.exists(),
        "`cargo build --examples` was not run: `cargo test` does it unless it is limited to tests"
    );
    example
}

pub(crate) fn assert_pushed(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("pushed "), "{output:?}");
}

#[track_caller]
pub(crate) fn assert_refused(output: &Output, why: &str) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && error.contains(why), "{error}");
}

#[test]
fn dockers_file_has_the_password() {
    let server = Server::with_password("puller", "secret");
    let host = server.host.clone();
    assert_pushed(&Case::through(server, &host).push(&[]));
}

#[test]
fn the_file_that_is_named_has_the_password() {
    let case = Case::new();
    let entry = format!(r#"{{"auths": {{"{}": {{"auth": "{LOGIN}"}}}}}}"#, case.server.host);
    let file = case.write("elsewhere.json", &entry);
    assert_pushed(&case.push(&[("REGISTRY_AUTH_FILE", &file)]));
}

/// Makes a helper for the registry that answers with this.
fn write_helper(case: &Case, answer: &str) {
    case.write("config.json", &format!(r#"{{"credHelpers": {{"{}": "test"}}}}"#, case.server.host));
    let script = format!("#!/bin/sh\ncat >/dev/null\necho '{answer}'\n");
    let helper = case.write("docker-credential-test", &script);
    std::fs::set_permissions(helper, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_helper_gives_the_password() {
    let case = Case::new();
    write_helper(&case, r#"{"Username": "puller", "Secret": "secret"}"#);
    assert_pushed(&case.push(&[]));
}

#[test]
fn a_helper_gives_an_identity_token() {
    let tokens = Tokens::new();
    let case = Case::at(tokens.server());
    write_helper(&case, r#"{"Username": "<token>", "Secret": "who we are"}"#);
    assert_pushed(&case.push(&[]));
    assert!(tokens.asked()[0].starts_with("POST "), "{:?}", tokens.asked());
}

#[test]
fn podmans_file_has_the_password_where_dockers_has_none() {
    let case = Case::new();
    std::fs::create_dir(case.folder.path().join("containers")).unwrap();
    let entry = format!(r#"{{"auths": {{"{}": {{"auth": "{LOGIN}"}}}}}}"#, case.server.host);
    case.write("containers/auth.json", &entry);
    assert_pushed(&case.push(&[("XDG_RUNTIME_DIR", case.folder.path())]));
}

#[test]
fn a_wrong_password_is_refused_by_name() {
    let case = Case::new();
    let entry = format!(r#"{{"auths": {{"{}": {{"auth": "cHVsbGVyOndyb25n"}}}}}}"#, case.server.host);
    let file = case.write("config.json", &entry);
    assert_refused(&case.push(&[]), &format!("(as `puller` from `{}`)", file.display()));
}

#[test]
fn a_helper_that_is_gone_is_named_when_the_registry_asks() {
    let case = Case::new();
    case.write("config.json", r#"{"credsStore": "gone"}"#);
    assert_refused(&case.push(&[]), "its credential helper cannot be started");
}

#[test]
fn a_helper_that_is_gone_does_not_matter_where_anybody_may_push() {
    let case = Case::at(Server::open());
    case.write("config.json", r#"{"credsStore": "gone"}"#);
    assert_pushed(&case.push(&[]));
}

#[test]
fn a_password_is_exchanged_for_a_token() {
    let tokens = Tokens::new();
    let server = tokens.server();
    let host = server.host.clone();
    assert_pushed(&Case::through(server, &host).push(&[]));
    let asked = tokens.asked();
    assert!(asked[0].contains("scope=repository%3Ateam%2Fapp%3Apull%2Cpush&service=registry"), "{asked:?}");
    assert_eq!(asked.len(), 1, "one token for all that a push does: {asked:?}");
}

#[test]
fn an_identity_token_is_exchanged_for_a_token() {
    let tokens = Tokens::new();
    let case = Case::at(tokens.server());
    let entry = format!(r#"{{"auths": {{"{}": {{"identitytoken": "who we are"}}}}}}"#, case.server.host);
    case.write("config.json", &entry);
    assert_pushed(&case.push(&[]));
    assert!(tokens.asked()[0].starts_with("POST "), "{:?}", tokens.asked());
}

#[test]
fn without_credentials_no_token_is_given() {
    let tokens = Tokens::new();
    let case = Case::at(tokens.server());
    assert_refused(&case.push(&[]), "does not let us push to `team/app`: 401");
}
