//! Images sent to a real registry: Debian's `docker-registry`, one process a test.
#![expect(clippy::unwrap_used, reason = "a test fails where its set-up does")]

mod attach;
mod base;
mod credentials;
mod faults;
mod gateway;
mod machine;
mod proxy;
mod push;
mod quirks;
mod server;
mod tls;
mod tokens;
