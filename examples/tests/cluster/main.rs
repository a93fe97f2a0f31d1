//! The examples and the failures, run by their own command line on a real Kubernetes.
#![expect(clippy::print_stdout, reason = "`skipped:` and `cases:` lines are counted")]
#![expect(clippy::unwrap_used, reason = "a test fails where its set-up does")]

mod alone;
mod blocked;
mod calls;
mod credentials;
mod examples;
mod images;
mod interrupt;
mod outage;
mod packaging;
mod place;
mod preflight;
mod proxy;
mod rotation;
mod running;
mod runs;
mod targets;
mod way;
mod why;
