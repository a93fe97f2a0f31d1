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

/// A duration such as `90s` or `1h30m` of the setting `name`, which is a flag of that name too.
pub(crate) fn duration(name: &str, text: &str) -> Result<Duration> {
    duration::parse(text).map_err(|invalid| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let example = if is_number { format!("{text}s") } else { "1h30m".to_owned() };
        Error::new(Kind::Usage, format!("`--{name}` is a duration, and `{text}` {}", invalid.reason))
            .with_help(format!("write it with its unit: `{example}`"))
    })
}
