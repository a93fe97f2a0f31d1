//! `xtask/stopwatch` at work: built when it is asked for, as it is built from kube, which xtask is not.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::cluster::{Cluster, Install};
use crate::workspace::{Workspace, cargo};

/// A running stopwatch.
pub(super) struct Stopwatch {
    child: Child,
    pipes: RefCell<Pipes>,
}

struct Pipes {
    asked: ChildStdin,
    samples: BufReader<ChildStdout>,
}

#[derive(Deserialize)]
struct Milliseconds {
    ms: f64,
}

impl Stopwatch {
    /// Builds it and the program that it times, brings the cluster up, and sends the program's image, so that what is timed
    /// finds nothing changed.
    pub(super) fn start(workspace: &Workspace) -> Result<Self> {
        let cluster = Cluster::up(Install::Ask)?;
        let built =
            cargo().args(["build", "--quiet", "-p", "stopwatch"]).status().context("running cargo")?;
        ensure!(built.success(), "xtask/stopwatch does not build");
        let folder = workspace.target_directory.join("debug");
        let kubeconfig = cluster.variable("PODWRIGHT_TEST_KUBECONFIG")?;
        let registry = cluster.variable("PODWRIGHT_TEST_REGISTRY")?;
        let program = folder.join("at_once");
        let mut child = Command::new(folder.join("stopwatch"))
            .args(["--kubeconfig", kubeconfig, "--registry", registry, "--program"])
            .arg(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting xtask/stopwatch")?;
        let asked = child.stdin.take().context("it is asked on its standard input")?;
        let samples = BufReader::new(child.stdout.take().context("it answers on its standard output")?);
        Ok(Self { child, pipes: RefCell::new(Pipes { asked, samples }) })
    }

    /// Takes a sample, in milliseconds.
    pub(super) fn milliseconds(&self, what: &str) -> Result<f64> {
        self.sample::<Milliseconds>(what).map(|sample| sample.ms)
    }

    /// Takes a sample.
    pub(super) fn sample<T: DeserializeOwned>(&self, what: &str) -> Result<T> {
        let mut pipes = self.pipes.borrow_mut();
        let mut line = String::new();
        let asked = writeln!(pipes.asked, "{what}").and_then(|()| pipes.samples.read_line(&mut line));
        match asked {
            Ok(read) if read > 0 => {
                serde_json::from_str(&line).with_context(|| format!("reading the sample `{what}`"))
            }
            _ => bail!("xtask/stopwatch has ended; it says why above"),
        }
    }

    /// Lets it clean up.
    pub(super) fn stop(self) -> Result<()> {
        let Self { mut child, pipes } = self;
        drop(pipes);
        let status = child.wait()?;
        ensure!(status.success(), "xtask/stopwatch ended with {status}");
        Ok(())
    }
}
