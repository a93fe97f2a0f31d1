//! YAML as the API server reads it: `yaml/readings.jsonl` holds texts with what sigs.k8s.io/yaml made of them.
//!
//! Each line is an answer of `xtask/oracle/cmd/reading`, which takes the `yaml` of each and writes the file anew.

use podwright_rules::tree::{Node, Value};
use podwright_rules::yaml::{self, Document};

#[test]
#[expect(clippy::print_stdout, reason = "the test's report counts its cases")]
fn yaml_is_read_as_the_api_server_reads_it() {
    let answers = documents(include_str!("yaml/readings.jsonl"));
    let mut differences = Vec::new();
    for answer in &answers {
        let text = text_of(&answer.tree, "yaml").expect("an answer names its text");
        let read = documents(text);
        let mine = read.first().map_or(Ok(&Value::Null), value);
        let same = match (field(&answer.tree, "json"), mine) {
            (Some(theirs), Ok(mine)) => is_same(&theirs.value, mine),
            (None, mine) => mine.is_err(),
            (Some(_), Err(())) => false,
        };
        if !same {
            differences.push(format!("{text:?}\n  is read as {read:?}"));
        }
    }
    println!("cases: readings: {}", answers.len());
    assert!(answers.len() > 200, "the file has its answers");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn documents(text: &str) -> Vec<Document> {
    yaml::chunks(text).iter().flat_map(yaml::Chunk::read).collect()
}

/// What a document holds, where the API server's strict reading takes it.
fn value(document: &Document) -> Result<&Value, ()> {
    if yaml::is_refused(&document.diagnostics) || has_twice(&document.tree) {
        return Err(());
    }
    Ok(&document.tree.value)
}

fn has_twice(node: &Node) -> bool {
    match &node.value {
        Value::Map(entries) => entries.iter().enumerate().any(|(at, entry)| {
            entries[..at].iter().any(|before| before.key.name == entry.key.name) || has_twice(&entry.value)
        }),
        Value::List(items) => items.iter().any(has_twice),
        _ => false,
    }
}

fn field<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|entry| entry.key.name == name).map(|entry| &entry.value)
}

fn text_of<'n>(node: &'n Node, name: &str) -> Option<&'n str> {
    match &field(node, name)?.value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// Go sorts the keys of a map, and writes a whole float as an integer.
fn is_same(theirs: &Value, mine: &Value) -> bool {
    match (theirs, mine) {
        (Value::Map(theirs), Value::Map(mine)) => {
            theirs.len() == mine.len()
                && theirs.iter().all(|entry| {
                    let mine = mine.iter().find(|mine| mine.key.name == entry.key.name);
                    mine.is_some_and(|mine| is_same(&entry.value.value, &mine.value.value))
                })
        }
        (Value::List(theirs), Value::List(mine)) => {
            theirs.len() == mine.len()
                && theirs.iter().zip(mine).all(|(theirs, mine)| is_same(&theirs.value, &mine.value))
        }
        _ => theirs == mine,
    }
}
