use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

async fn elsewhere() {}

#[task(env = ENV)]
async fn held() -> Result<usize> {
    let shared = std::rc::Rc::new(1);
    elsewhere().await;
    Ok(*shared)
}

fn main() {}
