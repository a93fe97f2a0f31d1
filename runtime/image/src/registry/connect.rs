//! How a registry is spoken to: with TLS or without, and how long it is waited for.

use std::time::Duration;

use super::reference::Reference;

/// Registries that are spoken to without TLS, with commas between them.
const INSECURE: &str = "PODWRIGHT_INSECURE_REGISTRIES";

/// How a registry is spoken to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectOptions {
    /// How long nothing may happen: no byte of a body goes, and no answer comes. Then the request is given up and made anew. 90
    /// seconds, unless said otherwise.
    pub patience: Duration,
    /// The registries that are spoken to in plain HTTP, as they are written in references (`registry.local:5000`), beside this
    /// machine's own. Those in the variable `PODWRIGHT_INSECURE_REGISTRIES`, unless said otherwise.
    pub insecure_registries: Vec<String>,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        let named = std::env::var(INSECURE).unwrap_or_default();
        Self { patience: Duration::from_secs(90), insecure_registries: list(&named) }
    }
}

fn list(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

impl ConnectOptions {
    /// Whether the reference's registry is spoken to without TLS.
    pub(super) fn is_plain(&self, reference: &Reference) -> bool {
        reference.is_loopback() || self.insecure_registries.contains(&reference.registry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_registries_that_are_named_are_spoken_to_without_tls() {
        let insecure_registries = list(" registry.local:5000, other.local,");
        assert_eq!(insecure_registries, ["registry.local:5000", "other.local"]);
        let options = ConnectOptions { insecure_registries, ..ConnectOptions::default() };
        let is_plain = |text: &str| options.is_plain(&text.parse().unwrap());
        assert!(is_plain("registry.local:5000/a") && is_plain("other.local/a") && is_plain("localhost/a"));
        assert!(!is_plain("registry.local/a") && !is_plain("registry.local:5001/a") && !is_plain("a"));
    }
}
