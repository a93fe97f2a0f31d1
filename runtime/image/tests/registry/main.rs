//! Images sent to a real registry, one process a test: Debian's `docker-registry`, and others where they are installed.
#![expect(clippy::unwrap_used, reason = "a test fails where its set-up does")]

mod attach;
mod base;
mod credentials;
mod faults;
mod gateway;
mod machine;
mod others;
mod proxy;
mod push;
mod quirks;
mod server;
mod tls;
mod tokens;
