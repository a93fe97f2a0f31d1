//! What the program that is timed and the raw client beside it must have alike.

/// A shell command that runs until SIGTERM and then ends at once.
pub const POLITE: &str = "trap 'exit 0' TERM; while :; do sleep 3600 & wait $!; done";
