//! The program that is timed, as a user starts it.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::Beside;
use crate::place::Place;

/// How long a run may take.
const LIMIT: Duration = Duration::from_secs(120);

/// How a program reaches the cluster and the registry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// As it always does.
    Straight,
    /// The cluster through its door.
    ClusterByDoor,
    /// Both through their doors.
    BothByDoor,
}

/// Runs a task to its value; when the value stood on its standard output.
pub(crate) async fn run(
    program: &Path,
    place: &Place,
    name: &str,
    beside: Beside,
    way: Way,
) -> Result<Instant> {
    let mut command = command(program, place, name, beside, way);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().context("starting the program")?;
    let out = child.stdout.take().context("its standard output is read")?;
    let value = line(BufReader::new(out), |_| true).await?;
    let seen = Instant::now();
    ensure!(value == "42", "the task gave `{value}`");
    ended(child).await?;
    Ok(seen)
}

/// Starts a task and leaves it; when the program was started, and when it said that the Job is created.
pub(crate) async fn start(program: &Path, place: &Place, name: &str) -> Result<(Instant, Instant)> {
    let mut command = command(program, place, name, Beside::Nothing, Way::Straight);
    command.arg("--detach").stdout(Stdio::null()).stderr(Stdio::piped());
    let begun = Instant::now();
    let mut child = command.spawn().context("starting the program")?;
    let err = child.stderr.take().context("its standard error is read")?;
    line(BufReader::new(err), |line| line.starts_with("created the job")).await?;
    let created = Instant::now();
    ended(child).await?;
    Ok((begun, created))
}

fn command(program: &Path, place: &Place, name: &str, beside: Beside, way: Way) -> Command {
    let task = match beside {
        Beside::Nothing => "alone",
        Beside::Sidecar => "beside_a_sidecar",
    };
    let kubeconfig = if way == Way::Straight { place.kubeconfig.clone() } else { place.kubeconfig_of_door() };
    let registry = match way {
        Way::BothByDoor => place.to_registry.address().to_string(),
        Way::Straight | Way::ClusterByDoor => place.registry.clone(),
    };
    let mut command = Command::new(program);
    command.args(["run", task, "--name", name, "--namespace", &place.namespace]);
    command.arg("--kubeconfig").arg(kubeconfig);
    command.arg("--registry").arg(format!("{registry}/bench"));
    command.arg("--cluster-registry").arg(format!("{}/bench", place.registry));
    command.stdin(Stdio::null()).kill_on_drop(true);
    command
}

/// The first line that is looked for.
async fn line(
    from: BufReader<impl tokio::io::AsyncRead + Unpin>,
    wanted: impl Fn(&str) -> bool,
) -> Result<String> {
    let mut lines = from.lines();
    let mut said = Vec::new();
    let read = async {
        while let Some(line) = lines.next_line().await? {
            if wanted(&line) {
                return Ok(Some(line));
            }
            said.push(line);
        }
        anyhow::Ok(None)
    };
    let found = timeout(LIMIT, read).await.context("the program takes too long")??;
    found.with_context(|| format!("the program ended before it had said that: {}", said.join("; ")))
}

async fn ended(mut child: Child) -> Result<()> {
    let status = timeout(LIMIT, child.wait()).await.context("the program does not end")??;
    ensure!(status.success(), "the program ended with {status}");
    Ok(())
}
