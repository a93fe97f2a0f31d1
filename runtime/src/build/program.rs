//! How this program is built: by a command that was told, or by cargo as it was built before, as far as a program can know.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::error::BuildError;

/// How the program is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// By these words, with `{target}` in the place of the target.
    Command(String),
    /// By cargo.
    Cargo(Program),
}

/// A program as cargo names it. Which features it was built with, no program knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    manifest: PathBuf,
    name: String,
    is_example: bool,
    profile: String,
}

impl How {
    /// By the command where one is told, else as the running program was built.
    pub(crate) fn of(command: Option<&str>) -> Result<Self, BuildError> {
        if let Some(command) = command {
            return Ok(Self::Command(command.to_owned()));
        }
        let folder = env::var_os("CARGO_MANIFEST_DIR").ok_or(BuildError::NoPackage)?;
        let file = env::current_exe().map_err(BuildError::NoFile)?;
        Program::of(&Path::new(&folder).join("Cargo.toml"), &file).map(Self::Cargo)
    }
}

impl Program {
    /// What cargo built into `file` for the package of this manifest: `target/[TRIPLE/]PROFILE/[examples/]NAME`.
    fn of(manifest: &Path, file: &Path) -> Result<Self, BuildError> {
        let mut folders =
            file.ancestors().skip(1).filter_map(Path::file_name).map(|name| name.to_string_lossy());
        let folder = folders.next().ok_or(BuildError::NoPackage)?;
        let is_example = folder == "examples";
        let profile = if is_example { folders.next().ok_or(BuildError::NoPackage)? } else { folder };
        // The folder of the profile `dev` has its older name.
        let profile = if profile == "debug" { "dev" } else { &profile };
        Ok(Self { manifest: manifest.to_owned(), name: stem(file), is_example, profile: profile.to_owned() })
    }

    /// What cargo is told of it.
    pub(super) fn arguments(&self) -> Vec<OsString> {
        let kind = if self.is_example { "--example" } else { "--bin" };
        let words = [kind, &self.name, "--profile", &self.profile, "--manifest-path"].map(OsString::from);
        words.into_iter().chain([self.manifest.clone().into()]).collect()
    }
}

/// The running program's name, as cargo has it.
pub(super) fn name() -> Result<String, BuildError> {
    Ok(stem(&env::current_exe().map_err(BuildError::NoFile)?))
}

fn stem(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.strip_suffix(env::consts::EXE_SUFFIX).unwrap_or(&name).to_owned()
}

/// The cargo that started this program, else the one there is.
pub(super) fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(file: &str) -> String {
        let program = Program::of(Path::new("/p/Cargo.toml"), Path::new(file)).unwrap();
        let words = program.arguments();
        words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_programs_file_says_its_name_and_profile() {
        let manifest = "--manifest-path /p/Cargo.toml";
        assert_eq!(arguments("/p/target/debug/app"), format!("--bin app --profile dev {manifest}"));
        assert_eq!(
            arguments("/p/target/x86_64-unknown-linux-musl/release/app"),
            format!("--bin app --profile release {manifest}")
        );
        assert_eq!(
            arguments("/p/target/debug/examples/app"),
            format!("--example app --profile dev {manifest}")
        );
    }

    #[test]
    fn a_command_that_is_told_needs_no_package() {
        assert_eq!(How::of(Some("make")).unwrap(), How::Command("make".to_owned()));
    }
}
