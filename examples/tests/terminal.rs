//! What progress looks like: lines alone where nobody watches, and on a terminal a line more that changes, and leaves nothing
//! behind. Through a built program that packages for a registry which is not there.
#![expect(clippy::unwrap_used, reason = "a test fails where its set-up does")]
#![expect(clippy::print_stdout, reason = "what is skipped is said, and counted")]

use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_basic");

/// A small program to package, and a port that nobody listens on.
const PACKAGE: &str = "package --binary /bin/true --registry 127.0.0.1:1/nowhere";

/// To the beginning of the line, and nothing after it.
const ERASE: &str = "\r\x1b[K";

fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PODWRIGHT_")) {
        command.env_remove(name);
    }
    command.env_remove("NO_COLOR").env("RUST_BACKTRACE", "0").env("TERM", "xterm").stdin(Stdio::null());
    command
}

/// What the program writes to a terminal; `None` where there is no program that gives it one.
fn on_a_terminal(flags: &str, environment: &[(&str, &str)]) -> Option<String> {
    let mut script = command("script");
    script.args(["-qec", &format!("{PROGRAM} {PACKAGE} {flags}"), "/dev/null"]);
    let output = script.envs(environment.iter().copied()).output().ok()?;
    Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"))
}

/// What the program writes to a pipe.
fn on_a_pipe(flags: &[&str]) -> String {
    let words = PACKAGE.split(' ').chain(flags.iter().copied());
    let output = command(PROGRAM).args(words).output().unwrap();
    assert_eq!(output.stdout, b"");
    String::from_utf8(output.stderr).unwrap()
}

/// The lines that stand on the terminal in the end.
fn left(written: &str) -> Vec<&str> {
    written.lines().map(|line| line.rsplit(ERASE).next().unwrap_or_default()).collect()
}

#[test]
fn a_terminal_shows_what_goes_on_and_is_left_clean() {
    let Some(written) = on_a_terminal("", &[("NO_COLOR", "1")]) else {
        println!("skipped: terminal: there is no `script` here");
        return;
    };
    assert!(written.starts_with("\x1b[?7lpackaging (0 s)\x1b[?7h"), "{written:?}");
    assert_eq!(written.matches("\x1b[?7l").count(), written.matches("\x1b[?7h").count(), "{written:?}");
    assert!(written.ends_with('\n'), "{written:?}");
    let left = left(&written);
    assert!(left[0].starts_with("packaged 127.0.0.1:1/nowhere/true ("), "{left:?}");
    assert!(left[1].starts_with("error: "), "{left:?}");
    assert!(left.iter().all(|line| !line.contains('\x1b')), "{left:?}");
}

#[test]
fn errors_are_coloured_unless_that_is_unwanted() {
    let Some(written) = on_a_terminal("", &[]) else {
        println!("skipped: colour: there is no `script` here");
        return;
    };
    assert!(written.contains("\x1b[1;31merror\x1b[0m\x1b[1m: "), "{written:?}");
    let uncoloured = on_a_terminal("", &[("NO_COLOR", "1")]).unwrap();
    assert!(uncoloured.contains("error: ") && !uncoloured.contains("\x1b[1"), "{uncoloured:?}");
}

#[test]
fn a_terminal_that_knows_lines_alone_gets_lines_alone() {
    let Some(written) = on_a_terminal("", &[("TERM", "dumb")]) else {
        println!("skipped: dumb: there is no `script` here");
        return;
    };
    assert!(written.contains("packaged ") && !written.contains('\x1b'), "{written:?}");
}

#[test]
fn a_pipe_gets_lines_without_escapes() {
    let written = on_a_pipe(&[]);
    assert!(written.starts_with("packaged 127.0.0.1:1/nowhere/true ("), "{written:?}");
    assert!(!written.contains('\x1b') && !written.contains('\r'), "{written:?}");
}

#[test]
fn a_quiet_run_says_its_error_alone() {
    let written = on_a_pipe(&["-q"]);
    assert!(written.starts_with("error: "), "{written:?}");
    if let Some(written) = on_a_terminal("-q", &[("NO_COLOR", "1")]) {
        assert!(written.starts_with("error: ") && !written.contains('\x1b'), "{written:?}");
    }
}
