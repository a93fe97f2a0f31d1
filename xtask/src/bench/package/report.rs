//! What was measured as tables: what is promised, and what every tool took.

use std::fmt::Write;
use std::path::PathBuf;

use super::super::processor::Sample;
use super::super::statistics::{Median, Pairs};
use super::super::table::{Against, Row, Table, Unit};
use super::parts::Variant;
use super::tool::{Place, TOOLS, Tool, shown};
use super::unstripped::Unstripped;
use super::{CASES, Case, Results};

const MILLISECONDS: Unit = Unit { name: "ms", digits: 0 };
/// No more than others.
const NO_MORE: f64 = 1.0;
/// How many requests may say that nothing has changed.
const MOST_REQUESTS: u64 = 2;

/// Something of a sample.
type Figure = fn(&Sample) -> f64;
const TIME: Figure = |sample| sample.time;
const PROCESSOR: Figure = |sample| sample.processor;

/// What the time of a push with the program changed may be of that of compressing, hashing and sending one after another.
const MOST_OF_REFERENCE: f64 = 1.3;

/// What is promised of a push: where, of what, against whom, and the most that ours may be of theirs.
const GOALS: [(Case, Figure, &str, Tool, f64); 4] = [
    (Case::Changed, PROCESSOR, "processor time", Tool::Crane, 0.25),
    (Case::Changed, TIME, "time", Tool::Compressed, MOST_OF_REFERENCE),
    (Case::Same, PROCESSOR, "processor time", Tool::Skopeo, NO_MORE),
    (Case::Same, TIME, "time", Tool::Skopeo, NO_MORE),
];

impl Case {
    fn name(self) -> &'static str {
        match self {
            Self::First => "first push",
            Self::Same => "nothing changed",
            Self::Changed => "program changed",
        }
    }
}

/// The tables of what was measured with a program of `size` bytes; `skipped` names what is not here, and why.
pub(super) fn table(results: &Results, skipped: &[(&str, String)], size: usize) -> Table {
    let mut rows = promised(results);
    rows.extend(skipped.iter().map(|(name, reason)| Row {
        what: format!("skipped: {name}: {reason}"),
        ours: String::new(),
        against: None,
        rounds: 0,
    }));
    let mut notes = vec![format!("The program is of {size} bytes. What every tool took:")];
    if let Some(Unstripped { program, image, .. }) = &results.unstripped {
        let (program, image) = (megabytes(*program), megabytes(*image));
        notes
            .insert(0, format!("The program with debug sections is of {program}, and its image of {image}."));
    }
    notes.extend(CASES.into_iter().map(|case| pushes(results, case)));
    notes.extend([pulls(results), "The commands:".to_owned(), commands()]);
    Table { floor: "the other", rows, notes }
}

fn promised(results: &Results) -> Vec<Row> {
    let mut rows = Vec::new();
    for (case, figure, what, other, goal) in GOALS {
        let what = format!("{}: {what}, to {}", case.name(), other.name());
        rows.extend(
            pair(results.pushes.get(&(case, Tool::Podwright)), results.pushes.get(&(case, other)), figure)
                .map(|pairs| Row::of(&what, &pairs, MILLISECONDS, goal)),
        );
    }
    if let Some(traffic) = results.traffic.get(&(Case::Same, Tool::Podwright)) {
        let what = "nothing changed: requests, to the most";
        rows.push(counted(what, traffic.requests, MOST_REQUESTS, ToString::to_string));
    }
    if let [Some(ours), Some(theirs)] = [Tool::Podwright, Tool::Ko].map(|tool| results.sizes.get(&tool)) {
        rows.push(counted("image, to ko's", *ours, *theirs, |bytes| megabytes(*bytes)));
    }
    for other in [Tool::Crane, Tool::Ko, Tool::Skopeo] {
        let what = format!("pull and unpack: time, to that of {}", other.name());
        rows.extend(
            pair(results.pulls.get(&Tool::Podwright), results.pulls.get(&other), TIME)
                .map(|pairs| Row::of(&what, &pairs, MILLISECONDS, NO_MORE)),
        );
    }
    if let Some(unstripped) = &results.unstripped {
        let what = format!("a program with debug sections, first push: time, to {}", Tool::Compressed.name());
        rows.push(Row::of(&what, &unstripped.times, MILLISECONDS, MOST_OF_REFERENCE));
    }
    rows
}

fn pair(ours: Option<&Vec<Sample>>, theirs: Option<&Vec<Sample>>, figure: Figure) -> Option<Pairs> {
    let of = |samples: &Vec<Sample>| samples.iter().map(figure).collect();
    Some(Pairs { ours: of(ours?), theirs: of(theirs?) })
}

/// A row of what needs no second look.
fn counted(what: &str, ours: u64, theirs: u64, show: fn(&u64) -> String) -> Row {
    #[expect(clippy::cast_precision_loss, reason = "bytes of an image are few enough")]
    let ratio = Median::of(&[ours as f64 / theirs as f64]);
    let against = Against { theirs: show(&theirs), ratio, goal: NO_MORE };
    Row { what: what.to_owned(), ours: show(&ours), against: Some(against), rounds: 1 }
}

/// What every tool took in a case.
fn pushes(results: &Results, case: Case) -> String {
    let mut text = format!(
        "| {} | time | processor time | sent | requests |\n| --- | --- | --- | --- | --- |",
        case.name()
    );
    for tool in TOOLS {
        let measured = (results.pushes.get(&(case, tool)), results.traffic.get(&(case, tool)));
        if let (Some(samples), Some(traffic)) = measured {
            let (time, processor) = (shown_median(samples, TIME), shown_median(samples, PROCESSOR));
            let (sent, requests) = (megabytes(traffic.bytes), traffic.requests);
            let _ = write!(text, "\n| {} | {time} | {processor} | {sent} | {requests} |", tool.name());
        }
    }
    text
}

fn pulls(results: &Results) -> String {
    let mut text = "| pull and unpack | time | size of the image |\n| --- | --- | --- |".to_owned();
    for (tool, samples) in &results.pulls {
        let size = results.sizes.get(tool).map(|bytes| megabytes(*bytes)).unwrap_or_default();
        let _ = write!(text, "\n| {} | {} | {size} |", tool.name(), shown_median(samples, TIME));
    }
    text
}

fn shown_median(samples: &[Sample], figure: Figure) -> String {
    MILLISECONDS.show(Median::of(&samples.iter().map(figure).collect::<Vec<_>>()))
}

#[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
fn megabytes(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        _ => format!("{:.2} MB", bytes as f64 / 1e6),
    }
}

/// How each tool is run.
fn commands() -> String {
    let place = Place {
        host: "REGISTRY".to_owned(),
        pusher: PathBuf::from("push"),
        cache: PathBuf::from("CACHE"),
        go: PathBuf::from("GO"),
    };
    let variant =
        Variant { program: "PROGRAM".into(), archive: "PROGRAM.tar".into(), layout: "LAYOUT".into() };
    let lines = TOOLS.map(|tool| format!("{}: {}", tool.name(), shown(&tool.command(&place, &variant))));
    format!("```text\n{}\n```", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::package::Traffic;

    fn results() -> Results {
        let mut results = Results::default();
        for (tool, time, processor) in [(Tool::Podwright, 120.0, 90.0), (Tool::Crane, 600.0, 450.0)] {
            results.pushes.insert((Case::Changed, tool), vec![Sample { time, processor }]);
            results.traffic.insert((Case::Changed, tool), Traffic { bytes: 8_200_000, requests: 9 });
            results.sizes.insert(tool, 9_700_000);
        }
        results
    }

    #[test]
    fn a_goal_is_shown_where_both_sides_were_measured() {
        let text = table(&results(), &[("ko", "it is not here".to_owned())], 7).to_string();
        assert!(
            text.contains(
                "| program changed: processor time, to crane append | 90 ms | 450 ms | 0.20 | 0.25 ✅ | 1 |"
            ),
            "{text}"
        );
        assert!(!text.contains("to zstd -1 and curl"), "{text}");
        assert!(!text.contains("debug sections"), "{text}");
        assert!(text.contains("| skipped: ko: it is not here |"), "{text}");
        assert!(text.contains("\n| crane append | 600 ms | 450 ms | 8.20 MB | 9 |\n"), "{text}");
    }

    #[test]
    fn a_program_with_debug_sections_has_a_row_and_its_sizes() {
        let times = Pairs { ours: vec![100.0], theirs: vec![400.0] };
        let unstripped = Some(Unstripped { times, program: 100_000_000, image: 10_000_000 });
        let text = table(&Results { unstripped, ..results() }, &[], 7).to_string();
        let row = "first push: time, to zstd -1 and curl | 100 ms | 400 ms | 0.25 | 1.3 ✅ | 1 |";
        assert!(text.contains(row), "{text}");
        assert!(text.contains("is of 100.00 MB, and its image of 10.00 MB."), "{text}");
    }

    #[test]
    fn every_command_is_shown_without_this_machines_folders() {
        let text = commands();
        assert!(
            text.contains("podwright: XDG_CACHE_HOME=CACHE push PROGRAM REGISTRY/podwright/app:1\n"),
            "{text}"
        );
        assert!(!text.contains("/bin/"), "{text}");
    }
}
