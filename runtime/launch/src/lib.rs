//! The launcher of podwright: turns an action into a Kubernetes Job and follows it to its outcome.
//!
//! It is the same on a laptop and in a parent task's pod. It knows nothing of Rust tasks: what it is given is an [`Action`].

pub mod action;
pub mod cluster;
pub mod digest;
pub mod job;
mod launch;
mod logs;
pub mod observe;
pub mod preflight;
pub mod runs;
mod store;
pub mod why;
pub mod wire;

pub use action::{Action, Failure, FailureKind, Outcome, Parent, Pod};
pub use cluster::{Cluster, Error, Settings, role};
pub use launch::{LaunchError, Launcher, Logs};
