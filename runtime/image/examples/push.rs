//! Packages a program and pushes it: `cargo run --release --example push PROGRAM REGISTRY/REPOSITORY[:TAG]`.
//!
//! It prints what each step took, with nothing remembered from earlier runs when `--cold` comes last.
#![expect(clippy::print_stdout, reason = "it is a program")]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use podwright_image::{Cache, Executable, Options, Reference, Registry, Silent, package};

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    let [program, repository, rest @ ..] = arguments.as_slice() else {
        anyhow::bail!("usage: push PROGRAM REGISTRY/REPOSITORY[:TAG] [--cold]");
    };
    let cache = if rest.iter().any(|flag| flag == "--cold") { Cache::Off } else { Cache::User };
    let options = Options { cache, ..Options::default() };
    let reference = repository.parse::<Reference>()?;

    let start = Instant::now();
    let executable = Executable::open(Path::new(program))?;
    let size = executable.size();
    let image = tokio::task::spawn_blocking(move || package(&executable, &options)).await??;
    println!("packaged {size} bytes into {} in {} ms", image.size(), start.elapsed().as_millis());

    let start = Instant::now();
    let pushed = Registry::connect(&reference).await?.push(&image, Arc::new(Silent)).await?;
    let (sent, requests) = (pushed.sent, pushed.requests);
    println!("pushed {sent} bytes by {requests} requests in {} ms", start.elapsed().as_millis());

    let resolved = Registry::connect(&pushed.reference).await?.resolve().await.context("it is not there")?;
    println!("{} for {}", pushed.reference, resolved.architectures.join(", "));
    Ok(())
}
