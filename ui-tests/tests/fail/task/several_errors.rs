use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

#[task(env = ENV, timeout = "soon")]
const fn everything<T>(text: &str, (a, b): (u8, u8)) -> u8 {
    a + b
}

fn main() {}
