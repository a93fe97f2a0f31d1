//! `cargo xtask demo`: the sidecar example's whole way on a real Kubernetes, each step as it happens.

use std::io::{self, IsTerminal};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::cluster::{self, Cluster, Install};
use crate::command::minutes;
use crate::workspace::cargo;

/// What `cargo xtask demo` takes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The kubeconfig context of the cluster to use, instead of the throwaway one
    #[arg(long, requires = "registry")]
    context: Option<String>,
    /// Where the cluster pulls images from and this machine pushes them to: `host[:port][/path]`
    #[arg(long, requires = "context")]
    registry: Option<String>,
    /// Install what the throwaway cluster needs without a question
    #[arg(long)]
    yes: bool,
}

/// Runs `cargo xtask demo`.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    if let (Some(context), Some(registry)) = (&args.context, &args.registry) {
        return sidecar(&["--context", context, "--registry", registry]);
    }
    if let Some(missing) = cluster::missing() {
        println!("the throwaway cluster cannot run here: {missing}");
        println!("a cluster of yours does: cargo xtask demo --context NAME --registry HOST/PATH");
        println!("\nuntil then, an example without a cluster:");
        return local();
    }
    println!(
        "== a real Kubernetes on this machine (the first time it is built, which takes about 8 minutes)"
    );
    let begin = Instant::now();
    let install = if args.yes || !io::stdin().is_terminal() { Install::Yes } else { Install::Ask };
    let cluster = Cluster::up(install)?;
    println!("   it runs ({})", minutes(begin.elapsed()));
    let kubeconfig = cluster.variable("PODWRIGHT_TEST_KUBECONFIG")?;
    let registry = format!("{}/demo", cluster.variable("PODWRIGHT_TEST_REGISTRY")?);
    sidecar(&["--kubeconfig", kubeconfig, "--registry", &registry])
}

fn sidecar(flags: &[&str]) -> Result<ExitCode> {
    println!("== checked: the compiler holds the template against what the API server would refuse");
    let begin = Instant::now();
    build("sidecar")?;
    println!("   examples/src/bin/sidecar.rs compiles ({})", minutes(begin.elapsed()));
    println!(
        "== packaged, pushed, launched, followed: cargo run --bin sidecar -- run push_metric --value 4.5 {}",
        flags.join(" ")
    );
    let begin = Instant::now();
    let status = example("sidecar")
        .args(["run", "push_metric", "--value", "4.5"])
        .args(flags)
        .status()
        .context("running the example")?;
    ensure!(status.success(), "the example failed");
    println!(
        "== that was its result: what the Pushgateway beside the task had to say ({})",
        minutes(begin.elapsed())
    );
    println!(
        "   the pod as it was sent: cargo run -p podwright-examples --bin sidecar -- render push_metric --value 4.5"
    );
    Ok(ExitCode::SUCCESS)
}

fn local() -> Result<ExitCode> {
    build("cluster_specific")?;
    println!("cargo run --bin cluster_specific -- run add --a 2 --b 3 --local");
    let status =
        example("cluster_specific").args(["run", "add", "--a", "2", "--b", "3", "--local"]).status()?;
    ensure!(status.success(), "the example failed");
    Ok(ExitCode::SUCCESS)
}

fn build(bin: &str) -> Result<()> {
    let status = cargo()
        .args(["build", "-p", "podwright-examples", "--bin", bin])
        .status()
        .context("running cargo")?;
    ensure!(status.success(), "the example does not compile");
    Ok(())
}

fn example(bin: &str) -> Command {
    let mut command = cargo();
    command.args(["run", "--quiet", "-p", "podwright-examples", "--bin", bin, "--"]);
    command
}
