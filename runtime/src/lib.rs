//! Annotate a Rust function, say what its pod looks like, cargo run: Kubernetes runs it.
