use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

#[task(env = ENV)]
async fn wrong(input: String) -> Result<usize> {
    let length: usize = input;
    Ok(length)
}

fn main() {}
