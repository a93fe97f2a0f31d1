//! Files of any size: they are read and checked in time that grows as they do, and never with a panic.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use podwright_rules::manifest::check_document;
use podwright_rules::{Diagnostic, Options, Root, yaml};

/// How often the sizes are measured, until it is so: another program may be in the way.
const ROUNDS: usize = 20;

/// All that is said of a text.
fn said(text: &str) -> Vec<Diagnostic> {
    let documents: Vec<_> = yaml::chunks(text).iter().flat_map(yaml::Chunk::read).collect();
    let options = Options { server_only: true, ..Options::of(Root::Pod) };
    documents.iter().flat_map(|document| check_document(document, &options).diagnostics).collect()
}

/// How long a text takes to be read and checked.
fn time(text: &str) -> Duration {
    let begun = Instant::now();
    said(text);
    begun.elapsed()
}

const HEAD: &str = "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n";

/// A file of any size.
type OfSize = fn(usize) -> String;

/// So many containers, each with a volume of its own.
fn containers(count: usize) -> String {
    let mut text = String::from(HEAD);
    for number in 0..count {
        writeln!(
            text,
            "  - {{ name: c{number}, image: a, env: [{{ name: A, value: b }}], ports: [{{ containerPort: {} }}], \
             volumeMounts: [{{ name: v{number}, mountPath: /a }}] }}",
            number + 1
        )
        .expect("a text takes what is written");
    }
    text.push_str("  volumes:\n");
    for number in 0..count {
        writeln!(text, "  - {{ name: v{number}, emptyDir: {{}} }}").expect("a text takes what is written");
    }
    text
}

/// So many containers of one name and port: each is wrong.
fn alike(count: usize) -> String {
    HEAD.to_owned()
        + &"  - { name: a, image: a, ports: [{ name: p, containerPort: 80, hostPort: 80 }] }\n".repeat(count)
}

/// So many variables of one container.
fn variables(count: usize) -> String {
    let mut text = format!("{HEAD}  - name: a\n    image: a\n    env:\n");
    for number in 0..count {
        writeln!(text, "    - {{ name: A{number}, value: a value of some length as they are }}")
            .expect("a text takes what is written");
    }
    text
}

/// A text of so many lines.
fn lines(count: usize) -> String {
    let line = "a: [b] {c} # d, e\n      ";
    format!("{HEAD}  - name: a\n    image: a\n    args:\n    - |\n      {}\n", line.repeat(count))
}

#[test]
fn a_file_twice_as_large_takes_about_twice_as_long() {
    let texts: [(&str, OfSize, usize); 4] = [
        ("containers", containers, 500),
        ("alike", alike, 1_000),
        ("variables", variables, 2_000),
        ("lines", lines, 10_000),
    ];
    for (what, text, count) in texts {
        let (small, large) = (text(count), text(2 * count));
        let (mut once, mut twice) = (Duration::MAX, Duration::MAX);
        let is_linear = (0..ROUNDS).any(|_| {
            (once, twice) = (once.min(time(&small)), twice.min(time(&large)));
            twice < 3 * once
        });
        assert!(is_linear, "{what}: {once:?}, and for twice as many {twice:?}");
    }
}

#[test]
fn ten_thousand_containers_and_a_megabyte_are_in_order() {
    assert_eq!(said(&containers(10_000)), []);
    for text in [variables(20_000), lines(45_000)] {
        assert!(text.len() > 1 << 20, "{}", text.len());
        assert_eq!(said(&text), []);
    }
    assert!(said(&alike(10_000)).len() >= 9_999);
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
