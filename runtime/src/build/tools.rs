//! What builds for a target on this machine: the standard library, a C compiler, a linker. It gives what is to be used, or the
//! command that installs what is missing.

use std::env;
use std::path::Path;

use tokio::process::Command;

use super::error::BuildError;
use super::target::Target;

/// What compiles C and links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Linking {
    /// What cargo finds itself.
    Cargo,
    /// zig, by `cargo zigbuild`.
    Zig,
}

/// The machine that builds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Host {
    processor: &'static str,
    system: &'static str,
    is_musl: bool,
}

impl Host {
    pub(super) fn this() -> Self {
        Self { processor: env::consts::ARCH, system: env::consts::OS, is_musl: cfg!(target_env = "musl") }
    }
}

/// Whether Rust has its standard library for the target.
pub(super) async fn installed(target: &Target) -> Result<(), BuildError> {
    const RUSTC: &str = "rustc";
    let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| RUSTC.into()));
    let output = rustc.args(["--print", "target-libdir", "--target", target.triple()]).output().await;
    let output = output.map_err(|source| BuildError::NotStarted { command: RUSTC.to_owned(), source })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        return Err(BuildError::Unknown { target: target.clone(), said });
    }
    let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if Path::new(&folder).is_dir() {
        Ok(())
    } else {
        Err(BuildError::NotInstalled { target: target.clone() })
    }
}

/// What links for the target, of what this machine has: its own tools for its own processor, else zig, which brings the C
/// libraries of all targets.
pub(super) fn linking(
    target: &Target,
    host: Host,
    has: impl Fn(&str) -> bool,
) -> Result<Linking, BuildError> {
    let own = host.system == "linux" && target.machine() == host.processor;
    let of_musl = || ["musl-gcc".to_owned(), format!("{}-linux-musl-gcc", target.processor())];
    let compiles = own && (!target.is_musl() || host.is_musl || of_musl().iter().any(|name| has(name)));
    if compiles || env::var_os(target.linker_variable()).is_some() {
        return Ok(Linking::Cargo);
    }
    if has("cargo-zigbuild") {
        return Ok(Linking::Zig);
    }
    let install = if own {
        "`apt-get install musl-tools` (Debian, Ubuntu), or `pip install cargo-zigbuild`"
    } else {
        "`pip install cargo-zigbuild`, which brings zig"
    };
    Err(BuildError::NoLinker { target: target.clone(), install, variable: target.linker_variable() })
}

/// Whether there is a program of this name.
pub(super) fn is_in_path(name: &str) -> bool {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(&file).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAPTOP: Host = Host { processor: "aarch64", system: "macos", is_musl: false };
    const LINUX: Host = Host { processor: "x86_64", system: "linux", is_musl: false };

    fn way(triple: &str, host: Host, has: &[&str]) -> Result<Linking, String> {
        linking(&triple.parse().unwrap(), host, |name| has.contains(&name)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_machines_own_tools_come_before_zig() {
        let both = ["musl-gcc", "cargo-zigbuild"];
        assert_eq!(way("x86_64-unknown-linux-musl", LINUX, &both), Ok(Linking::Cargo));
        assert_eq!(way("x86_64-unknown-linux-musl", LINUX, &both[1..]), Ok(Linking::Zig));
        assert_eq!(way("x86_64-unknown-linux-gnu", LINUX, &[]), Ok(Linking::Cargo));
        let alpine = Host { is_musl: true, ..LINUX };
        assert_eq!(way("x86_64-unknown-linux-musl", alpine, &[]), Ok(Linking::Cargo));
    }

    #[test]
    fn another_processor_or_system_is_zigs() {
        assert_eq!(
            way("aarch64-unknown-linux-musl", LINUX, &["musl-gcc", "cargo-zigbuild"]),
            Ok(Linking::Zig)
        );
        assert_eq!(
            way("aarch64-unknown-linux-musl", LAPTOP, &["musl-gcc", "cargo-zigbuild"]),
            Ok(Linking::Zig)
        );
    }

    #[test]
    fn what_is_missing_is_named_with_the_command_that_installs_it() {
        let error = way("x86_64-unknown-linux-musl", LINUX, &[]).unwrap_err();
        assert!(error.contains("`apt-get install musl-tools`"), "{error}");
        let error = way("x86_64-unknown-linux-musl", LAPTOP, &[]).unwrap_err();
        assert!(error.contains("`pip install cargo-zigbuild`") && !error.contains("apt-get"), "{error}");
        assert!(error.contains("CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER"), "{error}");
    }

    #[tokio::test]
    async fn a_target_that_rust_lacks_is_named_with_the_command_that_adds_it() {
        // Of no use to pods, and so on no machine that builds for them.
        let lacking = "x86_64-unknown-linux-ohos".parse().unwrap();
        let error = installed(&lacking).await.unwrap_err().to_string();
        assert!(error.ends_with("`rustup target add x86_64-unknown-linux-ohos`"), "{error}");
        let error = installed(&"x86_64-none-linux-none".parse().unwrap()).await.unwrap_err();
        assert!(matches!(error, BuildError::Unknown { .. }), "{error}");
    }
}
