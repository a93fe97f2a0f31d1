use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

#[task(env = ENV)]
async fn taken_apart((left, right): (u8, u8), _: u8) -> Result<u8> {
    Ok(left + right)
}

fn main() {}
