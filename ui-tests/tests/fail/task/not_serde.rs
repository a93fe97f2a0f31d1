use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

struct Opaque;

#[derive(serde::Serialize)]
struct OneWay;

#[task(env = ENV)]
async fn taken(opaque: Opaque, one_way: Vec<OneWay>) -> Result<()> {
    drop((opaque, one_way));
    Ok(())
}

#[task(env = ENV)]
async fn given() -> Result<Opaque> {
    Ok(Opaque)
}

#[task(env = ENV)]
fn with_an_error_that_is_none() -> Result<usize, Opaque> {
    Err(Opaque)
}

fn main() {}
