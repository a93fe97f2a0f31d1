//! Files that the image holds beside the program, and an environment without them.

use podwright::prelude::*;

static PLAIN: TaskEnvironment = TaskEnvironment::new("files-plain");

static GREETINGS: TaskEnvironment =
    TaskEnvironment::new("files-greetings").image(Image::program().with_dir("greetings", "/greetings"));

/// Reads the greeting, in the pod of a task whose image has it.
#[task(env = PLAIN)]
async fn ask() -> Result<String> {
    greet("hello".to_owned()).await
}

/// Reads a greeting of this name from the image.
#[task(env = GREETINGS)]
async fn greet(whom: String) -> Result<String> {
    let greeting = tokio::fs::read_to_string(format!("/greetings/{whom}.txt")).await?;
    Ok(greeting.trim_end().to_owned())
}

fn main() -> ExitCode {
    podwright::main()
}
