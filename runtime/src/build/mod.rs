//! The program built anew for another target: takes how it is built and a target, gives the executable's path. It knows nothing
//! of images or of the cluster.

mod artifact;
mod error;
mod program;
mod target;
mod tools;

use std::path::PathBuf;
use std::process::Stdio;

use tokio::process::Command;

pub(crate) use error::BuildError;
pub(crate) use program::How;
pub(crate) use target::{Target, of_this_machine};
use tools::{Host, Linking};

/// How much cargo says while it builds, on stderr.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// What it says to a person.
    Shown,
    /// Errors and warnings alone.
    Quiet,
}

/// Builds the program for `target` and gives its executable's path.
pub(crate) async fn build(how: &How, target: &Target, progress: Progress) -> Result<PathBuf, BuildError> {
    let mut command = match how {
        How::Command(text) => said(text, target)?,
        How::Cargo(program) => {
            tools::installed(target).await?;
            let linking = tools::linking(target, Host::this(), tools::is_in_path)?;
            let mut command = Command::new(program::cargo());
            command.arg(if linking == Linking::Zig { "zigbuild" } else { "build" });
            command.args(program.arguments()).args(["--target", target.triple()]).arg(artifact::MESSAGES);
            command
        }
    };
    if progress == Progress::Quiet {
        command.env("CARGO_TERM_QUIET", "true");
    }
    let name = command.as_std().get_program().to_string_lossy().into_owned();
    let failed = |source| BuildError::NotStarted { command: name.clone(), source };
    // Ctrl-C drops the future: cargo is not to build on.
    let child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn().map_err(failed)?;
    let output = child.wait_with_output().await.map_err(failed)?;
    if !output.status.success() {
        return Err(BuildError::Failed { target: target.clone(), status: output.status });
    }
    artifact::executable(&output.stdout, &program::name()?)
        .ok_or_else(|| BuildError::NoExecutable { target: target.clone() })
}

/// The user's own command. What is cargo's tells its executable in the messages that it is asked for.
fn said(text: &str, target: &Target) -> Result<Command, BuildError> {
    let mut words = text.split_whitespace().map(|word| word.replace("{target}", target.triple()));
    let first = words.next().ok_or(BuildError::EmptyCommand)?;
    let mut command = Command::new(&first);
    command.args(words);
    if first == "cargo" {
        command.arg(artifact::MESSAGES);
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(command: &Command) -> Vec<String> {
        let command = command.as_std();
        let words = [command.get_program()].into_iter().chain(command.get_args());
        words.map(|word| word.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_command_of_ones_own_is_told_the_target_and_asked_for_messages_where_it_is_cargos() {
        let target = "aarch64-unknown-linux-musl".parse().unwrap();
        let cargo = said("cargo build --target {target} --features gpu", &target).unwrap();
        let expected = "cargo build --target aarch64-unknown-linux-musl --features gpu";
        assert_eq!(words(&cargo).join(" "), format!("{expected} {}", artifact::MESSAGES));
        assert_eq!(words(&said("./build {target}", &target).unwrap()), ["./build", target.triple()]);
        assert!(matches!(said("  ", &target), Err(BuildError::EmptyCommand)));
    }

    #[tokio::test]
    async fn a_script_says_where_its_executable_is_in_its_last_line() {
        let target = "x86_64-unknown-linux-musl".parse().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("build");
        std::fs::write(&script, format!("echo building for $1\necho {}\n", script.display())).unwrap();
        let how = How::Command(format!("sh {} {{target}}", script.display()));
        assert_eq!(build(&how, &target, Progress::Quiet).await.unwrap(), script);
        std::fs::write(&script, "exit 3").unwrap();
        let error = build(&how, &target, Progress::Quiet).await.unwrap_err();
        assert!(matches!(&error, BuildError::Failed { status, .. } if status.code() == Some(3)), "{error}");
    }
}
