use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

#[task(env = ENV, retires = 2, timeout = "10 minutes", retries = "2", name = "-")]
async fn misspelt() -> Result<()> {
    Ok(())
}

#[task(env = ENV, env = ENV, timeout "10m")]
async fn twice() -> Result<()> {
    Ok(())
}

#[task]
async fn without_an_environment() -> Result<()> {
    Ok(())
}

#[task(env = &ENV)]
async fn by_reference() -> Result<()> {
    Ok(())
}

fn main() {}
