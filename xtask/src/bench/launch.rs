//! From the create request to the value in hand, against a raw client's create and one watch.

use anyhow::Result;

use super::say;
use super::statistics::Pairs;
use super::stopwatch::Stopwatch;
use super::table::{Row, Table, Unit};
use crate::workspace::Workspace;

const MILLISECONDS: Unit = Unit { name: "ms", digits: 0 };
const GOAL: f64 = 1.05;

pub(super) fn measure(workspace: &Workspace, rounds: usize) -> Result<Table> {
    let stopwatch = Stopwatch::start(workspace)?;
    let row = |kind: &str, what: &str| {
        say(what);
        let ours = || stopwatch.milliseconds(&format!("program {kind}"));
        let theirs = || stopwatch.milliseconds(&format!("raw {kind}"));
        Ok(Row::of(what, &Pairs::take(1, rounds, ours, theirs, say)?, MILLISECONDS, GOAL))
    };
    let rows: Result<Vec<Row>> =
        [("alone", "create → value, alone"), ("sidecar", "create → value, beside a polite sidecar")]
            .into_iter()
            .map(|(kind, what)| row(kind, what))
            .collect();
    let rows = rows?;
    stopwatch.stop()?;
    Ok(Table { floor: "raw client", rows, notes: Vec::new() })
}
