//! How documents are read, place by place; what they hold is held against Go's answers in `tests/readings.rs`.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::{Document, NESTING, Place, chunks, picture_of};
use crate::tree::{Node, Value};

fn documents(text: &str) -> Vec<Document> {
    chunks(text).iter().flat_map(super::Chunk::read).collect()
}

fn only(text: &str) -> Document {
    let mut documents = documents(text);
    assert_eq!(documents.len(), 1, "{documents:?}");
    documents.remove(0)
}

/// Every key and value with its place: `line:column-line:column`.
fn places(document: &Document) -> Vec<String> {
    fn walk(node: &Node, document: &Document, found: &mut Vec<String>) {
        let kind = match &node.value {
            Value::Map(_) => "map".to_owned(),
            Value::List(_) => "list".to_owned(),
            other => format!("{other:?}"),
        };
        found.push(format!("{kind} {}", shown(document.places.get(node.span))));
        match &node.value {
            Value::Map(entries) => {
                for entry in entries {
                    found.push(format!("{} {}", entry.key.name, shown(document.places.get(entry.key.span))));
                    walk(&entry.value, document, found);
                }
            }
            Value::List(items) => items.iter().for_each(|item| walk(item, document, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(&document.tree, document, &mut found);
    found
}

fn shown(Place { start, end }: Place) -> String {
    format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
}

/// What is wrong: the place and the message.
fn said(text: &str) -> Vec<String> {
    let said = documents(text).into_iter().flat_map(|document| {
        let places = document.places;
        let line = move |said: crate::Diagnostic| format!("{} {}", shown(places.get(said.at)), said.message);
        document.diagnostics.into_iter().map(line).collect::<Vec<_>>()
    });
    said.collect()
}

#[test]
fn places_count_lines_and_characters_from_one() {
    let text = "é: 'ü' # c\nlist:\n  - |\n    text\n    more\n  - { x: [ 1 ] }\nnone:\n";
    assert_eq!(
        places(&only(text)),
        [
            "map 1:1-1:2",
            "é 1:1-1:2",
            "String(\"ü\") 1:4-1:7",
            "list 2:1-2:5",
            "list 3:3-3:4",
            "String(\"text\\nmore\\n\") 4:5-5:9",
            "map 6:5-6:6",
            "x 6:7-6:8",
            "list 6:10-6:11",
            "Integer(1) 6:12-6:13",
            "none 7:1-7:5",
            "Null 7:5-7:5",
        ]
    );
}

#[test]
fn places_of_json_are_those_of_the_file() {
    let text = "# c\n---\n{\"é\": [1, \"a\\u00e9\"],\n\t\"b\": {}}\n{\"second\": null}\n";
    let documents = documents(text);
    assert_eq!(
        places(&documents[0]),
        [
            "map 3:1-3:2",
            "é 3:2-3:5",
            "list 3:7-3:8",
            "Integer(1) 3:8-3:9",
            "String(\"aé\") 3:11-3:20",
            "b 4:2-4:5",
            "map 4:7-4:8",
        ]
    );
    assert_eq!(places(&documents[1]), ["map 5:1-5:2", "second 5:2-5:10", "Null 5:12-5:16"]);
}

#[test]
fn a_file_is_split_where_kubectl_splits_it() {
    let text = "\u{feff}---\na: 1\n--- # c\n# nothing\n---\n---\r\nb: 2\n--- x\nc: 3\n";
    let documents = documents(text);
    assert_eq!(documents.len(), 3);
    assert_eq!(places(&documents[1])[1], "b 7:1-7:2");
    assert_eq!(said(text), ["8:5-8:6 a `---` that separates documents stands alone in its line"]);
}

#[test]
fn what_cannot_be_read_is_said_where_it_stands() {
    assert_eq!(
        said("a: 1\nb: c: d\n"),
        ["2:5-2:6 a `:` cannot stand here: the line has one already, or is indented wrongly"]
    );
    assert_eq!(said("a:\n\tb: 1\n"), ["2:1-2:2 a tab stands where YAML wants spaces"]);
    assert_eq!(said("a:\n  b: 1\n  -"), ["3:4-3:4 a field `name: value` is expected here"]);
    assert_eq!(said("a: 'b\n"), ["1:4-1:5 this quote is not closed"]);
    assert_eq!(said("a: [1,\n"), ["1:4-1:5 this `[` is not closed"]);
    assert_eq!(
        said("a: *b\nc: .inf\n"),
        ["1:4-1:6 there is no anchor `&b` before this", "2:4-2:8 `.inf` has no form in JSON"]
    );
    assert_eq!(said("a: &a [*a]\n"), ["1:8-1:10 this alias stands for something that it is a part of"]);
    assert_eq!(said("~: 1\n"), ["1:1-1:2 `~` cannot be a key"]);
    assert_eq!(said("a: 1\n...\nb: 2\n"), ["3:1-3:1 Kubernetes does not read what stands after the `...`"]);
    assert_eq!(said("{\"a\": 1,\n \"b\" 2}"), ["2:6-2:7 a `:` is expected here"]);
    assert_eq!(said("{\"a\": \"b}"), ["1:7-1:10 this string is not closed"]);
    assert_eq!(said("{\"a\": ]}"), ["1:7-1:8 a value is expected here"]);
    assert_eq!(said("{\"a\": 1"), ["1:8-1:8 the document ends where a `,` or a `}` is expected"]);
}

#[test]
fn what_begins_with_a_brace_is_json_and_else_yaml() {
    assert_eq!(places(&only("{\"a\": \"\\/\"}"))[2], "String(\"/\") 1:7-1:11");
    assert_eq!(places(&only("{a: yes,}"))[1..], ["a 1:2-1:3", "Bool(true) 1:5-1:8"]);
}

#[test]
fn a_key_that_a_merge_gives_is_where_the_merge_is() {
    let document = only("base: &b\n  a: 1\nx:\n  <<: *b\n  a: 2\n");
    assert_eq!(
        places(&document)[6..],
        ["map 4:3-4:5", "a 4:7-4:9", "Integer(1) 2:6-2:7", "a 5:3-5:4", "Integer(2) 5:6-5:7"]
    );
}

#[test]
fn aliases_end_where_kubernetes_ends_them() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{aliases}]").expect("a string takes any text");
    }
    assert_eq!(said(&bomb).len(), 1);
    assert!(said(&bomb)[0].ends_with("the document is mostly aliases, which Kubernetes refuses"));
    let mut deep = "a0: &a0 [x]\n".to_owned();
    for level in 1..100 {
        writeln!(deep, "a{level}: &a{level} [*a{}]", level - 1).expect("a string takes any text");
    }
    assert_eq!(said(&deep), [format!("64:12-64:16 this is nested deeper than {NESTING} levels")]);
}

#[test]
fn what_is_nested_too_deep_is_an_error() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", "")] {
        for depth in [NESTING + 1, 10_000] {
            let text = format!("{}1{}", open.repeat(depth), close.repeat(depth)).replacen('{', "a: {", 1);
            let said = said(&text);
            assert_eq!(said.len(), 1, "{open} {depth}");
            assert!(said[0].ends_with("nested deeper than 64 levels"), "{said:?}");
        }
    }
    let json = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    assert!(said(&json)[0].ends_with("nested deeper than 64 levels"));
}

#[test]
fn a_picture_shows_the_line_and_the_other_places() {
    let text = "spec:\n  a: 1\n  b: 2\n  c: 3\n\ta";
    let mut document = only("spec:\n  a: 1\n  b: 2\n  c: 3\n");
    let Value::Map(entries) = &document.tree.value else { panic!("it is a map") };
    let Value::Map(inner) = &entries[0].value.value else { panic!("it is a map") };
    document.diagnostics.push(crate::Diagnostic {
        rule: "duplicate_field",
        level: crate::Level::Error,
        at: inner[2].key.span,
        path: "spec.c".to_owned(),
        message: "`c` is given twice".to_owned(),
        help: Some("leave one out".to_owned()),
        labels: vec![(inner[0].key.span, "first given here".to_owned())],
    });
    assert_eq!(
        picture_of("pod.yaml", &text.lines().collect::<Vec<_>>(), &document.places, &document.diagnostics[0]),
        "error[duplicate_field]: spec.c: `c` is given twice
 --> pod.yaml:4:3
  |
2 |   a: 1
  |   - first given here
...
4 |   c: 3
  |   ^
  = help: leave one out
"
    );
}

proptest! {
    #[test]
    fn no_text_makes_the_reading_panic(text in "(?s)[ \n\t:,\\[\\]{}&*!|>'\"%@a-c0-1?#\\-\\.é<~\\\\]{0,60}") {
        for document in documents(&text) {
            let lines: Vec<&str> = text.lines().collect();
            for said in &document.diagnostics {
                picture_of("f", &lines, &document.places, said);
            }
        }
    }

    #[test]
    fn no_json_makes_the_reading_panic(text in "\\{[\\[\\]{}:,\"\\\\ua0-9\n .eE+-]{0,40}") {
        documents(&text);
    }

    #[test]
    fn any_text_survives_in_double_quotes(text in "\\PC{0,40}") {
        let quoted = format!("a: \"{}\"\n", text.replace('\\', "\\\\").replace('"', "\\\""));
        let document = only(&quoted);
        let Value::Map(entries) = &document.tree.value else { panic!("{document:?}") };
        prop_assert_eq!(&entries[0].value.value, &Value::String(text));
    }
}
