use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("test");

mod other {
    pub fn plain() {}
}

#[task(env = ENV)]
fn process() -> Result<()> {
    Ok(())
}

fn unknown() -> ExitCode {
    podwright::main!(process, other::plain, nowhere::process)
}

fn misused() -> ExitCode {
    podwright::main!(process, "process", process());
    podwright::main!(process other::plain);
    podwright::main!()
}

fn main() {
    unknown();
    misused();
}
