//! A program lists its tasks, by the paths of the modules that they are in, and has those alone. A module may have a task's
//! name.

use std::process::Command;

use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("listed");

mod other {
    use podwright::prelude::*;

    #[task(env = super::ENV)]
    pub(crate) fn train() -> Result<usize> {
        Ok(1)
    }
}

mod train {}
use other::train;

#[task(env = ENV)]
async fn process() -> Result<usize> {
    Ok(train().await? + 1)
}

#[task(env = ENV)]
async fn left_out() -> Result<()> {
    Ok(())
}

fn main() -> ExitCode {
    if std::env::args().len() > 1 {
        return podwright::main!(process, other::train,);
    }
    assert_eq!(printed(&["run", "process", "--local"]), "2\n");
    let tasks = printed(&["tasks"]);
    assert!(tasks.contains("process ") && tasks.contains("train ") && !tasks.contains("left_out"), "{tasks}");
    ExitCode::SUCCESS
}

fn printed(words: &[&str]) -> String {
    let program = std::env::current_exe().expect("it runs");
    let output = Command::new(program).args(words).output().expect("it runs again");
    String::from_utf8(output.stdout).expect("it prints text")
}
