use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

#[task(env = ENV)]
async fn borrowed(text: &str, list: &[u8], path: &std::path::Path, map: Vec<&'static str>) -> Result<()> {
    drop((text, list, path, map));
    Ok(())
}

#[task(env = ENV)]
async fn without_a_size(list: [u8], text: str, called: dyn Fn(), count: &mut u64) -> Result<()> {
    drop((list, text, called, count));
    Ok(())
}

#[task(env = ENV)]
fn given_back() -> Result<&'static str> {
    Ok("")
}

fn main() {}
