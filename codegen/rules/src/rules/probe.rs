//! Probes and lifecycle hooks.

rules! {}
