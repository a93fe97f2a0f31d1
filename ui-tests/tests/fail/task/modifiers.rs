use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

#[task(env = ENV)]
const fn constant() -> Result<()> {
    Ok(())
}

#[task(env = ENV)]
unsafe extern "C" fn foreign() -> Result<()> {
    Ok(())
}

fn main() {}
