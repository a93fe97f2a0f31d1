use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

#[task(env = ENV)]
async fn same_names(#[arg(name = "input")] first: u8, #[arg(name = "input")] second: u8) -> Result<u8> {
    Ok(first + second)
}

#[task(env = ENV)]
async fn misspelt(#[arg(defualt = 1)] first: u8, #[arg] second: u8, #[arg(name = "a b")] third: u8) -> Result<u8> {
    Ok(first + second + third)
}

#[task(env = ENV)]
async fn another_type(#[arg(default = "many")] count: u8, #[arg(default = 7)] name: String) -> Result<()> {
    drop((count, name));
    Ok(())
}

#[task(env = ENV)]
async fn same_flags(#[arg(name = "batch-size")] first: u8, batch_size: u8) -> Result<u8> {
    Ok(first + batch_size)
}

fn main() {}
