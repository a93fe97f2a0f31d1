//! The examples and the failures, run by their own command line on a real Kubernetes.
#![expect(clippy::unwrap_used, reason = "a test fails where its set-up does")]

mod calls;
mod examples;
mod place;
mod preflight;
mod runs;
mod why;
