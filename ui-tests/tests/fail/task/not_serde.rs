use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

struct Opaque;

#[task(env = ENV)]
async fn taken(opaque: Opaque) -> Result<()> {
    drop(opaque);
    Ok(())
}

#[task(env = ENV)]
async fn given() -> Result<Opaque> {
    Ok(Opaque)
}

fn main() {}
