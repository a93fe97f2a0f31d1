//! Why the program could not be built for another target.

use std::io;
use std::process::ExitStatus;

use super::target::Target;

/// Why the program could not be built for another target.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum BuildError {
    /// It is no target, or one that pods do not run on.
    #[error("`{triple}` is no target that pods run: name one of Linux, such as `x86_64-unknown-linux-musl`")]
    NoTarget {
        /// As it was written.
        triple: String,
    },
    /// Nothing says which package the program is of.
    #[error(
        "this program does not know which package it is built from: start it with `cargo run`, or say how it is built with `build-command` in podwright.toml"
    )]
    NoPackage,
    /// The program's own file is not to be found.
    #[error("this program does not know its own file: {0}; name one for the cluster with `--binary`")]
    NoFile(io::Error),
    /// `build-command` has no word.
    #[error(
        "`build-command` is empty: say how the program is built, with `{{target}}` in the place of the target"
    )]
    EmptyCommand,
    /// The compiler does not know the target.
    #[error(
        "rustc does not know the target `{target}`: {said}; `rustc --print target-list` names those that it knows"
    )]
    Unknown {
        /// The target.
        target: Target,
        /// What rustc said.
        said: String,
    },
    /// The compiler has no standard library for the target.
    #[error("Rust's standard library for `{target}` is not installed: `rustup target add {target}`")]
    NotInstalled {
        /// The target.
        target: Target,
    },
    /// There is nothing that links, or compiles C, for the target.
    #[error(
        "nothing here compiles C and links for `{target}`: {install}; or name a linker with {variable}, or say how it is built with `build-command` in podwright.toml"
    )]
    NoLinker {
        /// The target.
        target: Target,
        /// The commands that install it.
        install: &'static str,
        /// The variable that names a linker to cargo.
        variable: String,
    },
    /// The command is not there.
    #[error(
        "cannot start `{command}`: {source}; install it, or say how the program is built with `build-command`"
    )]
    NotStarted {
        /// The command's first word.
        command: String,
        /// What the system said.
        source: io::Error,
    },
    /// The build failed; why is on stderr.
    #[error("the build for `{target}` failed ({status}): what it said is above")]
    Failed {
        /// The target.
        target: Target,
        /// How the command ended.
        status: ExitStatus,
    },
    /// The build told of no executable.
    #[error(
        "the build for `{target}` gave no executable of this program's name: `build-command` is a cargo command, or one whose last line is the executable's path"
    )]
    NoExecutable {
        /// The target.
        target: Target,
    },
}
