//! `cargo xtask demo`: the commands that a user would type, each shown before it runs, on the best Kubernetes that is there.

use std::fs;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};

use crate::cluster::{self, Cluster, Install};
use crate::workspace::{Workspace, cargo, root};

/// What `cargo xtask demo` takes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A context of your kubeconfig, instead of a throwaway cluster
    #[arg(long, value_name = "NAME", requires = "registry")]
    context: Option<String>,
    /// The registry that you push to and the context's cluster pulls from
    #[arg(long, value_name = "HOST[/PATH]", requires = "context")]
    registry: Option<String>,
    /// Install what the throwaway cluster needs without a question
    #[arg(long)]
    yes: bool,
}

/// Runs `cargo xtask demo`.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    if let (Some(context), Some(registry)) = (&args.context, &args.registry) {
        return on_cluster(&["--context", context, "--registry", registry], &[]);
    }
    if let Some(missing) = cluster::missing() {
        println!("A throwaway Kubernetes cannot run here: {missing}.");
        println!("(`cargo xtask demo --context NAME --registry HOST` uses one that you have.)");
        return local();
    }
    println!("A throwaway Kubernetes on this machine: `cargo xtask cluster up`");
    let cluster = Cluster::up(if args.yes { Install::Yes } else { Install::Ask })?;
    let kubeconfig = cluster.variable("PODWRIGHT_TEST_KUBECONFIG")?;
    let registry = cluster.variable("PODWRIGHT_TEST_REGISTRY")?;
    on_cluster(&["--registry", registry], &[("KUBECONFIG", kubeconfig)])
}

/// The sidecar example's whole way. `flags` say which cluster, `variables` how to reach it.
fn on_cluster(flags: &[&str], variables: &[(&str, &str)]) -> Result<ExitCode> {
    step(
        "Checked: the compiler reads the pod template as strictly as a Kubernetes API server",
        &[],
        &["build", "-p", "podwright-examples", "--bin", "sidecar"],
    )?;
    let run = ["run", "--quiet", "-p", "podwright-examples", "--bin", "sidecar", "--"];
    let render = ["render", "push_metric", "--value", "42"];
    step("What will be sent", variables, &[&run[..], &render, flags].concat())?;
    let launch = ["run", "push_metric", "--value", "42", "--sidecar-logs"];
    step(
        "Packaged, pushed and launched; its log and the sidecar's, then its result",
        variables,
        &[&run[..], &launch, flags].concat(),
    )?;
    println!(
        "\nThe task ran in a pod beside a Prometheus Pushgateway, pushed to it on localhost, and returned what it had then."
    );
    println!("The program is examples/src/bin/sidecar.rs.");
    Ok(ExitCode::SUCCESS)
}

/// The basic example in this process, where there is no cluster.
fn local() -> Result<ExitCode> {
    let settings = Workspace::read()?.leavings().join("settings");
    fs::create_dir_all(&settings).with_context(|| format!("creating {}", settings.display()))?;
    fs::write(settings.join("mode"), "demo\n").context("writing what the ConfigMap would hold")?;
    let mount = format!("settings={}", settings.strip_prefix(root()).unwrap_or(&settings).display());
    let run = ["run", "--quiet", "-p", "podwright-examples", "--bin", "basic", "--"];
    let task = ["run", "process", "--input", "a.csv", "--local", "--mount", &mount];
    step(
        "The basic example in this process instead, its ConfigMap a folder",
        &[],
        &[&run[..], &task].concat(),
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Runs `cargo WORDS`, as one sees it typed.
fn step(title: &str, variables: &[(&str, &str)], words: &[&str]) -> Result<()> {
    let shown: String = variables.iter().map(|(name, value)| format!("{name}={value} ")).collect();
    println!("\n== {title}\n$ {shown}cargo {}", words.join(" "));
    let mut command = cargo();
    if io::stderr().is_terminal() {
        command.env_remove("CARGO_TERM_COLOR");
    }
    let status = command.args(words).envs(variables.iter().copied()).status().context("running cargo")?;
    ensure!(status.success(), "that failed ({status}), so the demo ends here");
    Ok(())
}
