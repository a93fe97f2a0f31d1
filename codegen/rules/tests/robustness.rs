//! Files of any size: they are read and checked in time, and never with a panic.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use podwright_rules::manifest::check_document;
use podwright_rules::{Diagnostic, Options, Root, yaml};

/// Longer than a machine needs that is busy with ten other things: alone it is two seconds, without optimization.
const IN_TIME: Duration = Duration::from_secs(60);

/// All that is said of a text, after it was read and checked in time.
fn said(text: &str) -> Vec<Diagnostic> {
    let begun = Instant::now();
    let documents: Vec<_> = yaml::chunks(text).iter().flat_map(yaml::Chunk::read).collect();
    let options = Options { server_only: true, ..Options::of(Root::Pod) };
    let found =
        documents.iter().flat_map(|document| check_document(document, &options).diagnostics).collect();
    let took = begun.elapsed();
    assert!(took < IN_TIME, "{took:?}");
    found
}

const HEAD: &str = "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n";

#[test]
fn a_pod_of_ten_thousand_containers_is_checked_in_time() {
    let mut text = String::from(HEAD);
    for number in 0..10_000 {
        writeln!(
            text,
            "  - {{ name: c{number}, image: a, env: [{{ name: A, value: b }}], ports: [{{ containerPort: {} }}], \
             volumeMounts: [{{ name: v{number}, mountPath: /a }}] }}",
            number + 1
        )
        .unwrap();
    }
    text.push_str("  volumes:\n");
    for number in 0..10_000 {
        writeln!(text, "  - {{ name: v{number}, emptyDir: {{}} }}").unwrap();
    }
    assert_eq!(said(&text), []);
}

#[test]
fn ten_thousand_containers_of_one_name_and_port_are_checked_in_time() {
    let mut text = String::from(HEAD);
    for _ in 0..10_000 {
        text.push_str("  - { name: a, image: a, ports: [{ name: p, containerPort: 80, hostPort: 80 }] }\n");
    }
    assert!(said(&text).len() >= 9_999);
}

#[test]
fn a_megabyte_in_one_container_is_checked_in_time() {
    let mut text = format!("{HEAD}  - name: a\n    image: a\n    env:\n");
    while text.len() < 1 << 20 {
        writeln!(text, "    - {{ name: A{}, value: a value of some length as they are }}", text.len())
            .unwrap();
    }
    assert_eq!(said(&text), []);
}

#[test]
fn a_megabyte_in_one_text_is_checked_in_time() {
    let line = "a: [b] {c} # d, e\n      ";
    let text =
        format!("{HEAD}  - name: a\n    image: a\n    args:\n    - |\n      {}\n", line.repeat(45_000));
    assert_eq!(said(&text), []);
}

#[test]
fn brackets_without_end_are_one_error() {
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let text = format!("spec: {}{}", open.repeat(10_000), close.repeat(10_000));
        assert_eq!(said(&text).len(), 1, "{open}");
        assert_eq!(said(&format!("spec: {}", open.repeat(10_000))).len(), 1, "{open} alone");
    }
    let mut deep = String::new();
    for level in 0..1_000 {
        writeln!(deep, "{}a:", " ".repeat(level)).unwrap();
    }
    assert_eq!(said(&deep).len(), 1);
}
