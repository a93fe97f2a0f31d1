//! Packages a program and pushes it: `cargo run --release --example push PROGRAM REGISTRY/REPOSITORY[:TAG] [COMPRESSION]`.
//!
//! It prints what each step took, with nothing remembered from earlier runs when `--cold` comes last.
#![expect(clippy::print_stdout, reason = "it is a program")]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use podwright_image::{
    Cache, Compression, ConnectOptions, Executable, Options, Reference, Registry, Silent, package,
};

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    let [program, repository, rest @ ..] = arguments.as_slice() else {
        anyhow::bail!("usage: push PROGRAM REGISTRY/REPOSITORY[:TAG] [COMPRESSION] [--cold]");
    };
    let cache = if rest.iter().any(|flag| flag == "--cold") { Cache::Off } else { Cache::User };
    let compression = rest.iter().find(|word| *word != "--cold").map(|word| word.parse::<Compression>());
    let compression = compression.transpose()?.unwrap_or_default();
    let options = Options { cache, compression, ..Options::default() };
    let reference = repository.parse::<Reference>()?;

    let start = Instant::now();
    let executable = Executable::open(Path::new(program))?;
    let size = executable.size();
    let image = tokio::task::spawn_blocking(move || package(&executable, &options)).await??;
    println!("packaged {size} bytes into {} in {} ms", image.size(), start.elapsed().as_millis());

    let start = Instant::now();
    let plain = std::env::var("PODWRIGHT_INSECURE_REGISTRIES").unwrap_or_default();
    let options = ConnectOptions::default().with_insecure_registries(&plain);
    let pushed = Registry::connect_with(&reference, &options).await?.push(&image, Arc::new(Silent)).await?;
    let (sent, requests) = (pushed.sent, pushed.requests);
    println!("pushed {sent} bytes by {requests} requests in {} ms", start.elapsed().as_millis());
    println!("{}", pushed.reference);
    Ok(())
}
