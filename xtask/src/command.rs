//! A command that runs for minutes: its output goes to a file, and now and then a line says that it is still at it.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::signal::unix::{SignalKind, signal};
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

impl Ended {
    /// The last lines that it wrote.
    pub(crate) fn tail(&self, lines: usize) -> String {
        let text: Vec<&str> = self.output.trim_end().lines().collect();
        text[text.len().saturating_sub(lines)..].join("\n")
    }
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

    /// Runs a command to its end. After `limit` it is killed with all that it started, and on Ctrl-C or SIGTERM too.
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
        let mut terminated = signal(SignalKind::terminate())?;
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
                _ = tokio::signal::ctrl_c() => end_with(group, 130),
                _ = terminated.recv() => end_with(group, 143),
            }
        }
    }

    fn say_progress(&self, elapsed: Duration) {
        // Reading its own file cannot fail but where the disk does, and the command will tell of that.
        let length = self.file.metadata().map_or(0, |file| file.len());
        let end = self.from(length.saturating_sub(4096)).unwrap_or_default();
        println!("   {}: {}: {}", self.name, minutes(elapsed), end.lines().last().unwrap_or_default().trim());
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

/// Ends a process group and this program, with the status that a shell gives for the signal.
fn end_with(group: u32, status: i32) -> ! {
    kill(group);
    std::process::exit(status)
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
