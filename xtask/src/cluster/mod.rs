//! `cargo xtask cluster`, and the throwaway cluster for the other subcommands. All that it does is in `xtask/cluster`.

mod prerequisites;

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail, ensure};

pub(crate) use prerequisites::missing;

/// What `cargo xtask cluster` takes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// `up`, `down`, `status`, `env`, `kubectl …`, `stop PART`, `image …`, `ns …`; without any, what they do
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

/// Runs `cargo xtask cluster`.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let does_something = args.words.first().is_some_and(|word| !word.starts_with('-'));
    if let (true, Some(missing)) = (does_something, missing()) {
        bail!("the throwaway cluster cannot run here: {missing}");
    }
    let status = script().args(&args.words).status().context("running xtask/cluster/cluster")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// A running cluster.
pub(crate) struct Cluster {
    /// What tests find it by: names and values of environment variables.
    pub(crate) variables: Vec<(String, String)>,
}

/// Who answers whether the distribution's packages may be installed.
#[derive(Clone, Copy)]
pub(crate) enum Install {
    /// The person at the terminal.
    Ask,
    /// It was answered on the command line.
    Yes,
}

impl Install {
    fn flag(self) -> Option<&'static str> {
        match self {
            Self::Ask => None,
            Self::Yes => Some("--yes"),
        }
    }
}

/// Installs the distribution's programs that the cluster needs, after a question where there are any.
pub(crate) fn install(install: Install) -> Result<()> {
    let status =
        script().arg("install").args(install.flag()).status().context("running xtask/cluster/cluster")?;
    ensure!(status.success(), "the programs that the cluster needs are not all installed");
    Ok(())
}

impl Cluster {
    /// The cluster, running; it is built and started where it is not.
    pub(crate) fn up(install: Install) -> Result<Self> {
        let mut up = script();
        up.arg("up").args(install.flag()).stdout(Stdio::null());
        let status = up.status().context("running xtask/cluster/cluster")?;
        ensure!(status.success(), "the throwaway cluster did not start");
        let output = script().arg("env").output().context("running xtask/cluster/cluster")?;
        let text = String::from_utf8(output.stdout).context("reading the cluster's variables")?;
        let variables = text
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Ok(Self { variables })
    }

    /// A way to the running cluster's API server that asks for no certificate, for as long as it is kept.
    pub(crate) fn proxy(install: Install) -> Result<Proxy> {
        Self::up(install)?;
        let mut kubectl = script();
        kubectl.args(["kubectl", "proxy", "--port=0"]).stdout(Stdio::piped()).process_group(0);
        let mut child = kubectl.spawn().context("running kubectl proxy")?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its output")?).read_line(&mut line)?;
        let proxy = Proxy {
            address: format!("http://{}", line.trim().rsplit(' ').next().unwrap_or_default()),
            group: child.id(),
            child,
        };
        ensure!(line.starts_with("Starting to serve on "), "kubectl proxy says `{}`", line.trim());
        Ok(proxy)
    }

    /// One of its variables.
    pub(crate) fn variable(&self, name: &str) -> Result<&str> {
        let found = self.variables.iter().find(|(given, _)| given == name);
        found.map(|(_, value)| value.as_str()).with_context(|| format!("the cluster does not say `{name}`"))
    }
}

/// A running `kubectl proxy`.
pub(crate) struct Proxy {
    /// Where it is: `http://127.0.0.1:40001`.
    pub(crate) address: String,
    group: u32,
    child: Child,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // The script and kubectl under it. That it is gone already is no failure.
        let _ = Command::new("kill").args(["--", &format!("-{}", self.group)]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}

fn script() -> Command {
    let script: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("cluster/cluster");
    let mut command = Command::new("bash");
    command.arg(script);
    command
}
