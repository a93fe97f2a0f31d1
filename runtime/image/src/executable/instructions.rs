//! Which instructions beyond its architecture's oldest processor a program needs.

use std::fmt;

use object::elf;

/// A level of the x86-64 psABI: each has all the instructions of the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum X86Level {
    /// Every x86-64 processor.
    V1,
    /// SSE4.2, SSSE3, POPCNT: processors since about 2009.
    V2,
    /// AVX2, BMI, FMA: processors since about 2013.
    V3,
    /// AVX-512.
    V4,
}

impl X86Level {
    /// The psABI's name, as compilers take it: `x86-64-v3`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "x86-64",
            Self::V2 => "x86-64-v2",
            Self::V3 => "x86-64-v3",
            Self::V4 => "x86-64-v4",
        }
    }

    /// The level in the value of a `GNU_PROPERTY_X86_ISA_1_NEEDED` property.
    pub(crate) fn of_property(bits: u32) -> Self {
        let levels = [
            (elf::GNU_PROPERTY_X86_ISA_1_V4, Self::V4),
            (elf::GNU_PROPERTY_X86_ISA_1_V3, Self::V3),
            (elf::GNU_PROPERTY_X86_ISA_1_V2, Self::V2),
        ];
        levels.into_iter().find(|(bit, _)| bits & bit != 0).map_or(Self::V1, |(_, level)| level)
    }

    /// The level this crate itself was compiled for: `RUSTFLAGS` and `.cargo/config.toml` set it for a whole program.
    pub(crate) const fn of_this_build() -> Self {
        if cfg!(any(target_feature = "avx512f", target_feature = "avx512bw", target_feature = "avx512vl")) {
            Self::V4
        } else if cfg!(any(
            target_feature = "avx",
            target_feature = "avx2",
            target_feature = "bmi1",
            target_feature = "bmi2",
            target_feature = "f16c",
            target_feature = "fma",
            target_feature = "lzcnt",
            target_feature = "movbe"
        )) {
            Self::V3
        } else if cfg!(any(
            target_feature = "popcnt",
            target_feature = "sse4.1",
            target_feature = "sse4.2",
            target_feature = "ssse3"
        )) {
            Self::V2
        } else {
            Self::V1
        }
    }
}

impl fmt::Display for X86Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The x86-64 level a program needs, as far as it can be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstructionSet {
    /// The program does not run on a processor below this level.
    pub level: X86Level,
    /// Whether `level` is all: rustc writes nothing of its `target-cpu` into a file, so a program that is not the running one
    /// may need more than its file says.
    pub certain: bool,
}

impl InstructionSet {
    /// What a program needs together with a library that needs `level`.
    pub(crate) fn with(self, level: X86Level) -> Self {
        Self { level: self.level.max(level), ..self }
    }
}
