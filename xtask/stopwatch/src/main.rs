//! One sample for each line on its standard input, as a line of JSON on its standard output.
#![expect(clippy::print_stdout, reason = "its samples are its output")]

mod door;
mod place;
mod program;
mod raw;

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Parser;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::time::sleep;

use door::Passed;
use place::Place;
use program::Way;

/// Times a program's runs and a raw client's on a cluster. Each line of standard input asks for a sample: `raw alone`,
/// `raw sidecar`, `program alone`, `program sidecar`, `start`, `requests`
#[derive(Parser)]
struct Args {
    /// The cluster's kubeconfig
    #[arg(long)]
    kubeconfig: PathBuf,
    /// The registry, plain HTTP on loopback: HOST:PORT
    #[arg(long)]
    registry: String,
    /// The program whose tasks return at once
    #[arg(long)]
    program: PathBuf,
}

/// What is beside the primary container.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    Nothing,
    Sidecar,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    let place = Place::new(&args.kubeconfig, &args.registry).await?;
    let samples = samples(&args, &place).await;
    place.remove().await?;
    samples
}

async fn samples(args: &Args, place: &Place) -> Result<()> {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut asked: HashMap<String, u32> = HashMap::new();
    let mut number = 0;
    while let Some(line) = lines.next_line().await? {
        number += 1;
        let name = format!("sample-{number}");
        let before = asked.entry(line.clone()).or_default();
        sleep(phase(*before)).await;
        *before += 1;
        let sample = sample(&line, args, place, &name).await.with_context(|| line.clone())?;
        println!("{sample}");
        place.finish(&name).await?;
    }
    Ok(())
}

/// How long to wait before the nth sample of a kind. The kubelet looks at its containers once a second, and a Job's end, which
/// was waited for, follows on such a look: without this every sample would begin at the same point of that second. The golden
/// ratio spreads any number of samples evenly over it, each kind's in the same way.
fn phase(number: u32) -> Duration {
    const GOLDEN: f64 = 0.618_033_988_749_895;
    Duration::from_secs_f64((f64::from(number) * GOLDEN).fract())
}

async fn sample(asked: &str, args: &Args, place: &Place, name: &str) -> Result<Value> {
    place.to_cluster.take();
    place.to_registry.take();
    let program = &args.program;
    let by_door = Way::ClusterByDoor;
    let seen = match asked {
        "raw alone" => raw::run(place, name, Beside::Nothing).await?,
        "raw sidecar" => raw::run(place, name, Beside::Sidecar).await?,
        "program alone" => program::run(program, place, name, Beside::Nothing, by_door).await?,
        "program sidecar" => program::run(program, place, name, Beside::Sidecar, by_door).await?,
        "start" => {
            let (begun, created) = program::start(program, place, name).await?;
            return Ok(json!({"ms": milliseconds(created - begun)}));
        }
        "requests" => return requests(args, place, name).await,
        _ => bail!("there is no such sample"),
    };
    let created = create(&place.to_cluster.take()).context("no job was created through the door")?.at;
    Ok(json!({"ms": milliseconds(seen - created)}))
}

/// Every request of one run up to its value, and which of them came before the Job's creation.
async fn requests(args: &Args, place: &Place, name: &str) -> Result<Value> {
    program::run(&args.program, place, name, Beside::Nothing, Way::BothByDoor).await?;
    let to_cluster = place.to_cluster.take();
    let created = create(&to_cluster).context("no job was created through the door")?.at;
    let of = |to: &'static str, passed: Vec<Passed>| {
        passed.into_iter().map(move |request| (request.at, to, request.method, request.path))
    };
    let mut all: Vec<_> = of("registry", place.to_registry.take()).chain(of("cluster", to_cluster)).collect();
    all.sort_by_key(|(at, ..)| *at);
    let list = all.into_iter().map(|(at, to, method, path)| {
        let path = path.replace(&place.namespace, "NAMESPACE").replace(name, "RUN");
        json!({"to": to, "method": method, "path": path, "until_created": at <= created})
    });
    Ok(json!({"requests": list.collect::<Vec<_>>()}))
}

/// The request that creates the Job; a dry run of it before that is none.
fn create(passed: &[Passed]) -> Option<&Passed> {
    passed.iter().find(|request| {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        request.method == "POST" && path.ends_with("/jobs") && !query.contains("dryRun")
    })
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
