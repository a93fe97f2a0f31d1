//! Two tasks of one name, which no program can run: it says so before it does anything.

use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("same-name");

/// The one.
#[task(env = ENV)]
fn process() -> Result<u32> {
    Ok(1)
}

mod other {
    use super::{ENV, Result, task};

    /// The other.
    #[task(env = ENV)]
    pub(crate) fn process() -> Result<u32> {
        Ok(2)
    }
}

fn main() -> ExitCode {
    podwright::main()
}
