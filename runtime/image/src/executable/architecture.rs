//! The processor a program is built for, in Kubernetes' words.

use std::fmt;

use object::elf;

/// A processor architecture that podwright packages for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Architecture {
    /// x86-64.
    Amd64,
    /// AArch64, little endian.
    Arm64,
    /// POWER, 64 bits, little endian.
    Ppc64le,
    /// RISC-V, 64 bits.
    Riscv64,
    /// IBM Z.
    S390x,
}

impl Architecture {
    /// What Kubernetes (the node label `kubernetes.io/arch`) and OCI call it: Go's GOARCH.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Amd64 => "amd64",
            Self::Arm64 => "arm64",
            Self::Ppc64le => "ppc64le",
            Self::Riscv64 => "riscv64",
            Self::S390x => "s390x",
        }
    }

    /// The architecture of a 64-bit ELF file, from its machine and byte order.
    pub(crate) fn of_elf(machine: elf::Machine, little_endian: bool) -> Option<Self> {
        match (machine, little_endian) {
            (elf::EM_X86_64, true) => Some(Self::Amd64),
            (elf::EM_AARCH64, true) => Some(Self::Arm64),
            (elf::EM_PPC64, true) => Some(Self::Ppc64le),
            (elf::EM_RISCV, true) => Some(Self::Riscv64),
            (elf::EM_S390, false) => Some(Self::S390x),
            _ => None,
        }
    }

    /// The name of its library folder on Debian (`/lib/NAME`), and what `$LIB` stands for there.
    pub(crate) const fn multiarch(self) -> &'static str {
        match self {
            Self::Amd64 => "x86_64-linux-gnu",
            Self::Arm64 => "aarch64-linux-gnu",
            Self::Ppc64le => "powerpc64le-linux-gnu",
            Self::Riscv64 => "riscv64-linux-gnu",
            Self::S390x => "s390x-linux-gnu",
        }
    }

    /// What the loader puts in the place of `$PLATFORM` on the oldest processor of this architecture.
    pub(crate) const fn platform(self) -> &'static str {
        match self {
            Self::Amd64 => "x86_64",
            Self::Arm64 => "aarch64",
            Self::Ppc64le => "power8",
            Self::Riscv64 => "riscv64",
            Self::S390x => "z900",
        }
    }
}

impl fmt::Display for Architecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
