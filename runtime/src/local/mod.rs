//! Local runs: a task's function in this process, with what the cluster would have kept: timeouts and retries, inputs and
//! results that travel as JSON.

mod prepare;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::context::{Context, Pending, Request, Runner};
use crate::error::{Error, Kind, Result};
use crate::{execute, progress};

pub(crate) use prepare::prepare;

/// Runs calls in this process.
#[derive(Debug, Default)]
pub(crate) struct LocalRunner {
    /// The directories of `--mount NAME=DIR`.
    pub(crate) mounts: BTreeMap<String, PathBuf>,
}

/// Kubernetes waits ten seconds before the first retry, and twice as long before each next one. A local run waits a
/// tenth of that: whoever watches it is at the keyboard.
const FIRST_DELAY: Duration = Duration::from_secs(1);
const LONGEST_DELAY: Duration = Duration::from_secs(60);

impl Runner for LocalRunner {
    fn run(self: Arc<Self>, request: Request) -> Pending {
        Box::pin(async move {
            let task = request.task;
            let retries = request.overrides.retries.or(task.retries).unwrap_or_default();
            let timeout = request.overrides.timeout.or(task.timeout());
            let mut delay = FIRST_DELAY;
            for attempt in 0.. {
                let surroundings = Context::new(self.clone());
                let result = execute::attempt(task, request.input.clone(), timeout, surroundings).await;
                match result {
                    Err(error) if attempt < retries && may_be_mended(error.kind()) => {
                        report_retry(task.name, &error, delay, attempt + 1, retries);
                        tokio::time::sleep(delay).await;
                        delay = (delay * 2).min(LONGEST_DELAY);
                    }
                    result => return travelled(&result?),
                }
            }
            unreachable!("the last attempt returns")
        })
    }

    fn mount_path(&self, volume: &str, template_path: &str) -> Result<PathBuf> {
        self.mounts.get(volume).cloned().ok_or_else(|| {
            Error::new(
                Kind::Usage,
                format!(
                    "this local run has no directory for the volume `{volume}` (`{template_path}` in the pod)"
                ),
            )
            .with_help(self.mount_help(volume))
        })
    }
}

impl LocalRunner {
    fn mount_help(&self, volume: &str) -> String {
        let given = self.mounts.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let given = if given.is_empty() { given } else { format!("; it was given one for {given}") };
        format!("give it one: --mount {volume}=DIR{given}")
    }
}

fn may_be_mended(kind: Kind) -> bool {
    !matches!(kind, Kind::Final | Kind::Mismatch | Kind::Result | Kind::Usage)
}

fn report_retry(task: &str, error: &Error, delay: Duration, attempt: u32, retries: u32) {
    let why = if error.is_said() { String::new() } else { format!(": {error}") };
    progress::say(&format!("`{task}` failed{why}; trying again in {delay:?} ({attempt} of {retries})"));
}

/// A result as it would come back from a pod: through text.
fn travelled(value: &Value) -> Result<Value> {
    let text = serde_json::to_string(value)?;
    Ok(serde_json::from_str(&text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_travels_without_a_loss() {
        // Each is read one off by a parser that only comes near.
        let mut number = 0.1_f64;
        for _ in 0..1000 {
            number = (number * 997.0).fract() + 0.000_1;
            assert_eq!(travelled(&Value::from(number)).unwrap().as_f64(), Some(number));
        }
    }
}
