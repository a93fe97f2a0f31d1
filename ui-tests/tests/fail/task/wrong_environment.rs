use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

static NAME: &str = "test";

#[task(env = NAME)]
async fn named() -> Result<()> {
    drop(&ENV);
    Ok(())
}

#[task(env = MISSING)]
async fn missing() -> Result<()> {
    Ok(())
}

fn main() {}
