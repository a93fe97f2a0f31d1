//! A target in Rust's words, and the architecture that it is in Kubernetes'.

use std::fmt;
use std::str::FromStr;

use super::error::BuildError;

/// Rust's targets by the first part of their name, the architecture in Kubernetes' words, and the target that is built for it where
/// none is named: static, where Rust has its standard library ready for that.
const KNOWN: [(&str, &str, &str); 5] = [
    ("x86_64", "amd64", "x86_64-unknown-linux-musl"),
    ("aarch64", "arm64", "aarch64-unknown-linux-musl"),
    ("powerpc64le", "ppc64le", "powerpc64le-unknown-linux-musl"),
    ("riscv64gc", "riscv64", "riscv64gc-unknown-linux-musl"),
    ("s390x", "s390x", "s390x-unknown-linux-gnu"),
];

/// A target of Linux, such as `x86_64-unknown-linux-musl`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target(String);

impl Target {
    /// The target for nodes of this architecture, in Kubernetes' words.
    pub(crate) fn for_architecture(architecture: &str) -> Option<Self> {
        KNOWN
            .iter()
            .find(|(_, known, _)| *known == architecture)
            .map(|(.., target)| Self((*target).to_owned()))
    }

    /// In Rust's words.
    pub(crate) fn triple(&self) -> &str {
        &self.0
    }

    /// The first part of its name: `x86_64`.
    pub(crate) fn processor(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Its architecture in Kubernetes' words.
    pub(crate) fn architecture(&self) -> &'static str {
        let known = KNOWN.iter().find(|(processor, ..)| *processor == self.processor());
        known.expect("a target is of a known processor, or it is none").1
    }

    /// Its processor in the words of [`std::env::consts::ARCH`].
    pub(super) fn machine(&self) -> &str {
        machine(self.processor())
    }

    /// Whether its C library is musl.
    pub(super) fn is_musl(&self) -> bool {
        self.0.ends_with("-musl")
    }

    /// The variable that names its linker to cargo.
    pub(super) fn linker_variable(&self) -> String {
        format!("CARGO_TARGET_{}_LINKER", self.0.replace(['-', '.'], "_").to_uppercase())
    }
}

impl FromStr for Target {
    type Err = BuildError;

    fn from_str(triple: &str) -> Result<Self, BuildError> {
        let target = Self(triple.to_owned());
        let is_known = KNOWN.iter().any(|(processor, ..)| *processor == target.processor());
        if is_known && triple.contains("-linux-") {
            Ok(target)
        } else {
            Err(BuildError::NoTarget { triple: triple.to_owned() })
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// This machine's architecture in Kubernetes' words; `None` where pods cannot be of it.
pub(crate) fn of_this_machine() -> Option<&'static str> {
    let this = KNOWN.iter().find(|(processor, ..)| machine(processor) == std::env::consts::ARCH);
    this.map(|(_, architecture, _)| *architecture)
}

/// A target's `riscv64gc` is the machine `riscv64`.
fn machine(processor: &str) -> &str {
    processor.trim_end_matches("gc")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_built_for_statically() {
        let target = Target::for_architecture("arm64").unwrap();
        assert_eq!(target.to_string(), "aarch64-unknown-linux-musl");
        assert!(target.is_musl());
        assert_eq!(target.linker_variable(), "CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER");
        assert_eq!(Target::for_architecture("arm"), None);
        assert!(KNOWN.iter().all(|(.., target)| target.parse::<Target>().is_ok()));
    }

    #[test]
    fn what_pods_do_not_run_is_no_target() {
        for triple in ["x86_64-pc-windows-gnu", "aarch64-apple-darwin", "amd64", "", "i686-unknown-linux-gnu"]
        {
            assert!(triple.parse::<Target>().is_err(), "{triple}");
        }
    }
}
