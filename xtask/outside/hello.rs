use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("hello");

/// Greets somebody.
#[task(env = ENV)]
async fn hello(name: String) -> Result<String> {
    Ok(format!("hello, {name}"))
}

fn main() -> ExitCode { podwright::main() }
