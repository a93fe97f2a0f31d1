//! From the program's start to its Job, nothing changed since the last run; and the requests that it makes.

use anyhow::Result;
use serde::Deserialize;

use super::say;
use super::statistics::Median;
use super::stopwatch::Stopwatch;
use super::table::{Row, Table, Unit};
use crate::workspace::Workspace;

/// What one run asked of whom.
#[derive(Deserialize)]
struct Requests {
    requests: Vec<Request>,
}

#[derive(Deserialize)]
struct Request {
    to: String,
    method: String,
    path: String,
    /// Whether it came before the Job's creation had been asked for, or is that.
    until_created: bool,
}

pub(super) fn measure(workspace: &Workspace, rounds: usize) -> Result<Table> {
    let stopwatch = Stopwatch::start(workspace)?;
    let mut samples = Vec::new();
    for round in 0..=rounds {
        let sample = stopwatch.milliseconds("start")?;
        // The first one fills the caches.
        if round > 0 {
            samples.push(sample);
            say(&format!("{round} of {rounds}"));
        }
    }
    let Requests { requests } = stopwatch.sample("requests")?;
    stopwatch.stop()?;
    let until = requests.iter().take_while(|request| request.until_created).count();
    let row = |what: &str, ours: String, rounds| Row { what: what.to_owned(), ours, against: None, rounds };
    let rows = vec![
        row("start → Job created", Unit { name: "ms", digits: 0 }.show(Median::of(&samples)), samples.len()),
        row("requests up to the Job's creation", until.to_string(), 1),
        row("requests up to the value", requests.len().to_string(), 1),
    ];
    let list =
        requests.iter().map(|request| format!("- {}: `{} {}`", request.to, request.method, request.path));
    let notes = vec!["The requests, in the order they came:".to_owned(), list.collect::<Vec<_>>().join("\n")];
    Ok(Table { floor: "", rows, notes })
}
