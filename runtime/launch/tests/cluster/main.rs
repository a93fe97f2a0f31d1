//! The launcher on a real Kubernetes, with busybox in the place of a program: what no scripted server can show.
//!
//! `cargo xtask test --only end-to-end` brings a cluster up and runs these; by hand, PODWRIGHT_TEST_KUBECONFIG names one.

#![expect(clippy::unwrap_used, reason = "a test stops at what it cannot do")]

mod ending;
mod input;
mod place;
mod rights;
mod running;
mod waiting;
