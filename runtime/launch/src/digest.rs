//! Hashes as text.

use ring::digest::{SHA256, digest};

/// The SHA-256 of a text, in hexadecimal digits.
pub fn hex(text: &str) -> String {
    digest(&SHA256, text.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
