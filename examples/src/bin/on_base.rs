//! A program on an image that brings the shared libraries.

use podwright::prelude::*;

// A registry of this machine's own, so that the example needs no other; `debian:12-slim` is what one would write.
static ENV: TaskEnvironment =
    TaskEnvironment::new("on-base").image(Image::base("127.0.0.1:5000/bases/glibc:1"));

/// Says what the base says of itself.
#[task(env = ENV)]
fn origin() -> Result<String> {
    Ok(std::env::var("BASE").unwrap_or_else(|_| "no base".to_owned()))
}

fn main() -> ExitCode {
    podwright::main()
}
