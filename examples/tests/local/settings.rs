//! Settings: what is wrong with one, and which places a setting may be given in.

use std::io::{ErrorKind, Read};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::{FAILURES, SPECIFIC, command, refused, run};

#[test]
fn a_duration_without_a_unit_is_refused_with_an_example() {
    for flag in ["timeout", "start-timeout"] {
        let said = run(FAILURES, &["run", "fail", &format!("--{flag}"), "5"]);
        refused(
            &said,
            2,
            &[&format!("`--{flag}` is a duration, and `5` has a number without a unit"), "`5s`"],
        );
    }
}

#[test]
fn help_names_the_variables_and_the_exit_statuses() {
    let help = run(SPECIFIC, &["--help"]).out;
    for words in ["PODWRIGHT_KUBECONFIG", "PODWRIGHT_INSECURE_REGISTRIES", "130 interrupted"] {
        assert!(help.contains(words), "`{words}` is not in: {help}");
    }
}

/// The first byte that the program sends to a registry at this machine's address that is no loopback one.
fn first_byte(told: impl FnOnce(&mut Command, &str)) -> u8 {
    let registry = TcpListener::bind("0.0.0.0:0").unwrap();
    let host = registry.local_addr().unwrap().to_string();
    let mut command = command(SPECIFIC);
    command.args(["package", "-q", "--binary", "/bin/true", "--registry", &format!("{host}/x")]);
    told(&mut command, &host);
    let mut running = command.spawn().unwrap();
    let mut first = [0];
    let client = accepted(&registry);
    let read = client.map(|mut client| client.read_exact(&mut first));
    running.kill().unwrap();
    running.wait().unwrap();
    read.expect("the program comes to the registry").unwrap();
    first[0]
}

/// The first client, which is waited for so long and no longer, as is what it says.
fn accepted(listener: &TcpListener) -> Option<TcpStream> {
    const PATIENCE: Duration = Duration::from_secs(60);
    let begun = Instant::now();
    listener.set_nonblocking(true).unwrap();
    while begun.elapsed() < PATIENCE {
        match listener.accept() {
            Ok((client, _)) => {
                client.set_nonblocking(false).unwrap();
                client.set_read_timeout(Some(PATIENCE)).unwrap();
                return Some(client);
            }
            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
        }
        sleep(Duration::from_millis(10));
    }
    None
}

#[test]
fn a_registry_without_tls_is_named_by_a_flag_a_variable_or_a_file() {
    const TLS_HANDSHAKE: u8 = 22;
    assert_eq!(first_byte(|_, _| {}), TLS_HANDSHAKE);
    let flag = first_byte(|command, host| _ = command.args(["--insecure-registries", host]));
    let variable = first_byte(|command, host| _ = command.env("PODWRIGHT_INSECURE_REGISTRIES", host));
    let folder = std::env::temp_dir().join(format!("insecure-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = first_byte(|command, host| {
        let text = format!("insecure-registries = \"{host}\"");
        std::fs::write(folder.join("podwright.toml"), text).unwrap();
        command.current_dir(&folder);
    });
    std::fs::remove_dir_all(folder).unwrap();
    let http = |byte: u8| byte.is_ascii_uppercase();
    assert!(http(flag) && http(variable) && http(file), "{flag} {variable} {file}");
}
