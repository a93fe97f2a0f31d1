use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

#[task(env = ENV)]
async fn nothing() {}

#[task(env = ENV)]
async fn number() -> usize {
    1
}

struct Report;

#[task(env = ENV)]
async fn of_the_crate() -> Report {
    Report
}

fn main() {}
