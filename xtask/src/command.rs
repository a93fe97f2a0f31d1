//! A command that runs for minutes: its output goes to a file, and now and then a line says that it is still at it.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::time::{interval_at, sleep};

/// How often a line says that the command still runs.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// The file that the output of some commands goes to, one after another.
pub(crate) struct Log {
    /// What is written before each heartbeat.
    name: String,
    path: PathBuf,
    file: File,
}

/// How a command ended.
pub(crate) struct Ended {
    pub(crate) success: bool,
    /// What it wrote, standard output and error as they came.
    pub(crate) output: String,
}

impl Log {
    /// A new, empty log `NAME.log` in a folder.
    pub(crate) fn create(folder: &Path, name: &str) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
        let path = folder.join(format!("{name}.log"));
        let file = File::create(&path).with_context(|| format!("creating {}", path.display()))?;
        Ok(Self { name: name.to_owned(), path, file })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs a command to its end. After `limit` it is killed with all that it started, and on Ctrl-C too.
    pub(crate) fn run(&self, command: &mut Command, limit: Duration) -> Result<Ended> {
        let begin = self.file.metadata()?.len();
        let said = format!("{} {}", command.get_program().display(), words(command));
        command
            .stdin(Stdio::null())
            .stdout(self.file.try_clone()?)
            .stderr(self.file.try_clone()?)
            .process_group(0);
        let command = std::mem::replace(command, Command::new(""));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let status =
            runtime.block_on(self.follow(command, limit)).with_context(|| format!("running {said}"))?;
        Ok(Ended { success: status.success(), output: self.from(begin)? })
    }

    async fn follow(&self, command: Command, limit: Duration) -> Result<ExitStatus> {
        let begin = Instant::now();
        let mut child = tokio::process::Command::from(command).spawn()?;
        let group = child.id().context("it has no process number")?;
        let mut heartbeat = interval_at(tokio::time::Instant::now() + HEARTBEAT, HEARTBEAT);
        let timeout = sleep(limit);
        tokio::pin!(timeout);
        loop {
            tokio::select! {
                status = child.wait() => return Ok(status?),
                _ = heartbeat.tick() => self.say_progress(begin.elapsed()),
                () = &mut timeout => {
                    kill(group);
                    bail!("it was still running after {}", minutes(limit));
                }
                _ = tokio::signal::ctrl_c() => {
                    kill(group);
                    std::process::exit(130); // as a shell does
                }
            }
        }
    }

    fn say_progress(&self, elapsed: Duration) {
        let last = self.tail(1).unwrap_or_default();
        println!("   {}: {}: {}", self.name, minutes(elapsed), last.trim());
    }

    /// The last lines of the log.
    pub(crate) fn tail(&self, lines: usize) -> Result<String> {
        let length = self.file.metadata()?.len();
        let text = self.from(length.saturating_sub(64 * 1024))?;
        let from = text.trim_end().lines().count().saturating_sub(lines);
        Ok(text.trim_end().lines().skip(from).collect::<Vec<_>>().join("\n"))
    }

    fn from(&self, offset: u64) -> Result<String> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// A command's arguments as one writes them.
fn words(command: &Command) -> String {
    command.get_args().map(|arg| arg.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Ends a process group. That it is gone already is no failure.
fn kill(group: u32) {
    let _ = Command::new("kill").args(["-KILL", "--", &format!("-{group}")]).stderr(Stdio::null()).status();
}

/// A duration as one says it.
pub(crate) fn minutes(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}
