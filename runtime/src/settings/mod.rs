//! What a run is told besides its input: from flags, `PODWRIGHT_*`, `podwright.toml` and `[package.metadata.podwright]`, in
//! this order.

#[cfg(feature = "cluster")]
mod cluster;
#[cfg(feature = "cluster")]
mod file;

use std::time::Duration;

use podwright_rules::formats::duration;

use crate::error::{Error, Kind, Result};

#[cfg(feature = "cluster")]
pub(crate) use cluster::{KUBERNETES, NAMES, Settings};

/// A duration such as `90s` or `1h30m` of this setting.
pub(crate) fn duration(name: &str, text: &str) -> Result<Duration> {
    duration::parse(text).map_err(|invalid| {
        Error::new(Kind::Usage, format!("`{name}` is a duration, and `{text}` {}", invalid.reason))
    })
}
