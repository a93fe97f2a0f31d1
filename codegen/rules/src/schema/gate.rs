//! Feature gates: switches of a cluster that fields stand behind.

use super::Minor;

/// A feature gate.
#[derive(Debug)]
pub struct Gate {
    /// The name as the API server's `--feature-gates` has it: `ImageVolume`.
    pub name: &'static str,
    /// What it was from which minor on, oldest first.
    pub stages: &'static [GateStage],
}

/// What a feature gate is from one minor on.
#[derive(Debug)]
pub struct GateStage {
    /// The minor from which on it is so.
    pub since: Minor,
    /// How far the feature has come.
    pub maturity: Maturity,
    /// Whether the feature is on where nobody said otherwise.
    pub default: bool,
    /// Whether nobody can say otherwise.
    pub locked: bool,
}

/// How far a feature has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maturity {
    /// May be gone in the next minor.
    Alpha,
    /// Here to stay, perhaps in another form.
    Beta,
    /// Stable.
    Ga,
    /// On its way out.
    Deprecated,
}

impl Gate {
    /// What the gate is at a minor; `None` where the minor does not have it yet.
    pub fn at(&self, minor: Minor) -> Option<&'static GateStage> {
        self.stages.iter().rev().find(|stage| stage.since <= minor)
    }
}
