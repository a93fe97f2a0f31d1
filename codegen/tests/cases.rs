//! Templates in Rust, and documents in YAML, with what is said of them drawn under their lines. `UPDATE=1` draws anew.
//!
//! A line that begins with `//` (in YAML with `#`) is drawn; everything else is the source. Those in `accepted` have nothing
//! drawn in them. A YAML file may begin with `#!` and how it is checked: `--kubernetes 1.33`, `--gate NAME`, `--lint RULE`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context as _, Result, bail, ensure};
use podwright_codegen::check::check;
use podwright_rules::manifest::check_document;
use podwright_rules::schema::Minor;
use podwright_rules::{Diagnostic, Level, Options, Root, Spelling, rules, yaml};
use proc_macro2::{TokenStream, TokenTree};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");

/// Templates in which nothing is wrong.
const ACCEPTED: &str = "accepted";

/// How the first line of a YAML case begins that says how it is checked.
const HOW: &str = "#!";

/// Something to be drawn under a line.
struct Mark {
    /// From 1.
    line: usize,
    /// From 0, in characters.
    column: usize,
    width: usize,
    letter: char,
    rule: &'static str,
    text: String,
    help: Option<String>,
}

#[test]
fn every_mistake_is_said_at_its_token_and_once_and_every_rule_has_a_case() -> Result<()> {
    let mut failures = String::new();
    let mut shown = BTreeSet::new();
    for area in children(Path::new(CASES))? {
        let cases = children(&area)?;
        ensure!(!cases.is_empty(), "{} has no cases", area.display());
        for case in cases {
            match run(&area, &case) {
                Ok(rules) => shown.extend(rules),
                Err(error) => writeln!(failures, "{}: {error:#}\n", case.display())?,
            }
        }
    }
    ensure!(failures.is_empty(), "{failures}`UPDATE=1 cargo test -p podwright-codegen` draws anew");
    let missing: Vec<&str> = rules::all().map(|rule| rule.id).filter(|id| !shown.contains(id)).collect();
    ensure!(missing.is_empty(), "no case shows {}", missing.join(", "));
    Ok(())
}

fn children(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} is no folder", folder.display()))?;
    let mut children = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    ensure!(!children.is_empty(), "{} is empty", folder.display());
    children.sort();
    Ok(children)
}

/// Runs a case, and gives the rules that it shows.
fn run(area: &Path, case: &Path) -> Result<Vec<&'static str>> {
    let expected = fs::read_to_string(case)?;
    let is_yaml = case.extension().is_some_and(|extension| extension == "yaml");
    let comment = if is_yaml { "#" } else { "//" };
    let is_source = |line: &&str| !line.starts_with(comment) || line.starts_with(HOW);
    let source: Vec<&str> = expected.lines().filter(is_source).collect();
    let marks = if is_yaml { of_documents(&source)? } else { of_template(&source)? };
    let said: Vec<&str> = marks.iter().map(|mark| mark.text.as_str()).collect();
    ensure!(
        marks.is_empty() == area.ends_with(ACCEPTED),
        "only what lies in `{ACCEPTED}` is in order; said is {said:?}"
    );
    let drawn = draw(&source, &marks, comment);
    if env::var_os("UPDATE").is_some() {
        fs::write(case, drawn)?;
    } else if drawn != expected {
        bail!("it is not as drawn, but\n{drawn}");
    }
    Ok(marks.iter().map(|mark| mark.rule).collect())
}

/// What is said of a `pod_template! { … }`.
fn of_template(source: &[&str]) -> Result<Vec<Mark>> {
    let source = source.join("\n");
    let tokens: TokenStream =
        source.parse().map_err(|error| anyhow::anyhow!("these are no tokens: {error}"))?;
    let Some(TokenTree::Group(template)) = tokens.into_iter().last() else {
        bail!("a case is one `pod_template! {{ … }}`");
    };
    let template = check(template.stream(), &Options::new(Spelling::Snake));
    let place = |at| {
        let place = template.parsed.places.get(at);
        let (start, end) = (place.first.start(), place.last.end());
        let end = (end.line == start.line).then_some(end.column);
        (start.line, start.column, end)
    };
    Ok(marks(&template.diagnostics, place, Level::word))
}

/// What is said of the documents of a file, as `podwright-check` checks it.
fn of_documents(source: &[&str]) -> Result<Vec<Mark>> {
    let options = options(source.first().and_then(|line| line.strip_prefix(HOW)).unwrap_or_default())?;
    let text = source.join("\n") + "\n";
    let mut all = Vec::new();
    for document in yaml::chunks(&text).iter().flat_map(yaml::Chunk::read) {
        let place = |at| {
            let yaml::Place { start, end } = document.places.get(at);
            let end = (end.line == start.line).then_some(end.column as usize - 1);
            (start.line as usize, start.column as usize - 1, end)
        };
        let report = check_document(&document, &options);
        all.extend(marks(&report.diagnostics, place, Level::word));
        all.extend(marks(&report.passed_over, place, |_| "note"));
    }
    Ok(all)
}

fn options(words: &str) -> Result<Options> {
    let mut options = Options::of(Root::Pod);
    let mut words = words.split_whitespace();
    while let Some(word) = words.next() {
        let value = words.next().with_context(|| format!("`{word}` has a value"))?;
        match word {
            "--kubernetes" => {
                let minor = value.strip_prefix("1.").context("a version begins with `1.`")?;
                options.kubernetes = Minor(minor.parse()?);
            }
            "--gate" => options.feature_gates.push((value.to_owned(), true)),
            "--lint" => {
                let rule = rules::find(value).with_context(|| format!("there is no rule `{value}`"))?;
                options.lints.push((rule.id, Some(Level::Warning)));
            }
            _ => bail!("a case is not checked with `{word}`"),
        }
    }
    Ok(options)
}

/// What is drawn of some diagnostics; `place` gives a span's line, its column, and the end where that is in the same line.
fn marks(
    diagnostics: &[Diagnostic],
    place: impl Fn(podwright_rules::tree::SpanId) -> (usize, usize, Option<usize>),
    level: impl Fn(Level) -> &'static str,
) -> Vec<Mark> {
    let mark = |at, letter, rule, text, help| {
        let (line, column, end) = place(at);
        let width = end.map_or(1, |end| end.saturating_sub(column).max(1));
        Mark { line, column, width, letter, rule, text, help }
    };
    let mut marks = Vec::new();
    for said in diagnostics {
        let text = format!("{}[{}]: {}", level(said.level), said.rule, said.headline());
        marks.push(mark(said.at, '^', said.rule, text, said.help.clone()));
        let labels = said.labels.iter();
        marks.extend(
            labels.map(|(at, label)| mark(*at, '-', said.rule, format!("{}: {label}", said.rule), None)),
        );
    }
    marks
}

/// The source with what is said of each line under it.
fn draw(source: &[&str], marks: &[Mark], comment: &str) -> String {
    let mut drawn = String::new();
    let mut put = |line: String| {
        drawn.push_str(line.trim_end());
        drawn.push('\n');
    };
    for (number, line) in (1..).zip(source) {
        put((*line).to_owned());
        for Mark { column, width, letter, text, help, .. } in marks.iter().filter(|mark| mark.line == number)
        {
            // The comment's own letters hide what would stand below them.
            let hidden = comment.len().saturating_sub(*column);
            let letters = String::from(*letter).repeat(width.saturating_sub(hidden).max(1));
            put(format!("{comment:column$}{letters} {text}"));
            if let Some(help) = help {
                put(format!("{comment:column$}help: {help}"));
            }
        }
    }
    drawn
}
