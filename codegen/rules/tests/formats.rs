//! Names, schedules and durations as Go reads them: `formats/answers.jsonl` holds texts that nearly are some, with what Kubernetes'
//! own parsers say of each.
//!
//! Each line is an answer of `xtask/oracle/cmd/formats`, which writes the file anew with `-n 250`.

use std::collections::BTreeMap;

use podwright_rules::formats::{Invalid, cron, duration, name};
use podwright_rules::tree::{Node, Value};
use podwright_rules::yaml;

type Read = fn(&str) -> Result<(), Invalid>;

/// The readers that are held to say just what Go's do.
const READERS: [(&str, Read); 10] = [
    ("cron", cron::check),
    ("label", name::label),
    ("subdomain", name::subdomain),
    ("prefix", name::prefix),
    ("search_domain", name::search_domain),
    ("qualified", name::qualified),
    ("label_value", name::label_value),
    ("port", name::port),
    ("env", name::env),
    ("key", name::key),
];

#[test]
#[expect(clippy::print_stdout, reason = "the test's report counts its cases")]
fn names_schedules_and_durations_are_read_as_go_reads_them() {
    let answers: Vec<Node> = yaml::chunks(include_str!("formats/answers.jsonl"))
        .iter()
        .flat_map(yaml::Chunk::read)
        .map(|document| document.tree)
        .collect();
    let mut differences = Vec::new();
    let mut right: BTreeMap<&str, usize> = BTreeMap::new();
    for answer in &answers {
        let (Some(Value::String(format)), Some(Value::String(text))) =
            (field(answer, "format"), field(answer, "text"))
        else {
            panic!("an answer names its format and its text: {answer:?}");
        };
        let is = matches!(field(answer, "is"), Some(Value::Bool(true)));
        *right.entry(format).or_default() += usize::from(is);
        let mine = if format == "duration" { of_duration(text, answer, is) } else { of(format, text) };
        if mine != is {
            differences.push(format!("{format} {text:?}: {is} to Go, {mine} here"));
        }
    }
    println!("cases: formats: {}", answers.len());
    assert!(answers.len() > 2000, "the file has its answers");
    assert!(right.len() > READERS.len() && right.values().all(|right| *right > 10), "{right:?}");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn of(format: &str, text: &str) -> bool {
    let (_, read) = READERS.iter().find(|(name, _)| *name == format).expect("an answer's format is known");
    read(text).is_ok()
}

/// Go reads more durations than there are here, such as `1.5h` and `30s1h`; those that are read here are as long as to Go.
fn of_duration(text: &str, answer: &Node, is: bool) -> bool {
    let Ok(mine) = duration::parse(text) else { return is };
    let theirs = match field(answer, "milliseconds") {
        Some(Value::Integer(milliseconds)) => u128::try_from(*milliseconds).ok(),
        _ => Some(0),
    };
    !is || theirs == Some(mine.as_millis())
}

fn field<'n>(node: &'n Node, name: &str) -> Option<&'n Value> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|entry| entry.key.name == name).map(|entry| &entry.value.value)
}
