//! How a registry is spoken to: with TLS or without, and how long it is waited for.

use std::time::Duration;

use super::reference::Reference;

/// How a registry is spoken to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectOptions {
    /// How long nothing may happen: no byte of a body goes, and no answer comes. Then the request is given up and made anew. 90
    /// seconds, unless said otherwise.
    pub patience: Duration,
    /// The registries that are spoken to in plain HTTP, as they are written in references (`registry.local:5000`), beside this
    /// machine's own. None, unless said otherwise.
    pub insecure_registries: Vec<String>,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self { patience: Duration::from_secs(90), insecure_registries: Vec::new() }
    }
}

impl ConnectOptions {
    /// The same with these [`insecure_registries`](Self::insecure_registries), which commas separate.
    #[must_use]
    pub fn with_insecure_registries(mut self, names: &str) -> Self {
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
        self.insecure_registries = names.map(str::to_owned).collect();
        self
    }

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
        let options =
            ConnectOptions::default().with_insecure_registries(" registry.local:5000, other.local,");
        assert_eq!(options.insecure_registries, ["registry.local:5000", "other.local"]);
        let is_plain = |text: &str| options.is_plain(&text.parse().unwrap());
        assert!(is_plain("registry.local:5000/a") && is_plain("other.local/a") && is_plain("localhost/a"));
        assert!(!is_plain("registry.local/a") && !is_plain("registry.local:5001/a") && !is_plain("a"));
    }
}
