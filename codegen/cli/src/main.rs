//! `podwright-check`: what the API server would say of the pods in YAML and JSON files.
//!
//! From arguments to an exit status; what is wrong with a pod, podwright-rules knows.

mod arguments;
mod check;
mod json;
mod parallel;
mod report;
mod source;

use std::io::Write as _;
use std::process::ExitCode;

use arguments::{Asked, Format};

/// Something was refused.
const REFUSED: u8 = 1;

/// The program was called wrongly, or a file cannot be read.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let said = match arguments::read(lexopt::Parser::from_env()) {
        Ok(Asked::Check(settings)) => run(&settings),
        Ok(Asked::Print(text)) => print(&text).map(|()| ExitCode::SUCCESS),
        Err(problem) => Err(problem),
    };
    said.unwrap_or_else(|problem| {
        complain(&problem);
        ExitCode::from(USAGE)
    })
}

fn run(settings: &arguments::Settings) -> Result<ExitCode, String> {
    let found = source::find(&settings.paths)?;
    let (sources, unreadable) = source::read(&found);
    for problem in &unreadable {
        complain(problem);
    }
    let output = check::all(&sources, settings);
    print(&output.text)?;
    if settings.format == Format::Text {
        complain_plainly(&output.summary);
    }
    Ok(match (unreadable.is_empty(), output.is_refused) {
        (false, _) => ExitCode::from(USAGE),
        (true, true) => ExitCode::from(REFUSED),
        (true, false) => ExitCode::SUCCESS,
    })
}

fn print(text: &str) -> Result<(), String> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        // Whoever read it has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| format!("cannot write what was found: {error}")),
    }
}

fn complain(problem: &str) {
    complain_plainly(&format!("error: {problem}"));
}

#[expect(clippy::print_stderr, reason = "a program says there what is not its result")]
fn complain_plainly(text: &str) {
    eprintln!("{text}");
}
