//! Commands timed: from start to end, and the processor time that they and all that they start take.

use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

/// What one run of a command took, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    pub(super) time: f64,
    pub(super) processor: f64,
}

/// Runs a command to its end, which must be a good one. Nothing else may be started meanwhile: its processor time would count.
pub(super) fn time(command: &mut Command) -> Result<Sample> {
    let name = command.get_program().display().to_string();
    let before = of_children()?;
    let begun = Instant::now();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("running {name}"))?;
    let time = begun.elapsed();
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{name} ended with {}: {}", output.status, said.trim());
    Ok(Sample { time: time.as_secs_f64() * 1000.0, processor: (of_children()? - before) * 1000.0 })
}

/// The processor time of all processes that were started and waited for, in seconds.
pub(super) fn of_children() -> Result<f64> {
    // SAFETY: all its fields are integers, for which zeros are values.
    let mut usage = unsafe { std::mem::zeroed::<libc::rusage>() };
    // SAFETY: `usage` is a place for what it writes.
    let asked = unsafe { libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage) };
    ensure!(asked == 0, "reading the processor time: {}", std::io::Error::last_os_error());
    Ok(seconds(usage.ru_utime) + seconds(usage.ru_stime))
}

#[expect(clippy::cast_precision_loss, reason = "seconds and microseconds of a benchmark are small")]
fn seconds(time: libc::timeval) -> f64 {
    time.tv_sec as f64 + time.tv_usec as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_takes_processor_time_and_waiting_takes_time() {
        let shell = |script: &str| time(Command::new("sh").args(["-c", script])).unwrap();
        // What other tests start meanwhile counts too: there is no upper bound to assert.
        let work = shell("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done");
        assert!(work.processor > 10.0, "{work:?}");
        let wait = shell("sleep 0.2");
        assert!(wait.time >= 200.0, "{wait:?}");
    }

    #[test]
    fn a_command_that_fails_says_why() {
        let error =
            time(Command::new("sh").args(["-c", "echo no room >&2; exit 3"])).unwrap_err().to_string();
        assert!(error.contains("exit status: 3") && error.ends_with("no room"), "{error}");
    }
}
