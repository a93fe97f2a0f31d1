use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

#[task(env = ENV)]
struct Job;

#[task(env = ENV)]
async fn declared() -> Result<()>;

fn main() {}
