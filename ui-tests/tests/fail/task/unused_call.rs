#![deny(unused_must_use)]

use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");


#[task(env = ENV)]
async fn first() -> Result<()> {
    Ok(())
}

#[task(env = ENV)]
async fn second() -> Result<()> {
    first();
    Ok(())
}

fn main() {}
