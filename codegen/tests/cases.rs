//! Templates in Rust with what is said of them drawn under their lines. `UPDATE=1` draws anew.
//!
//! A line that begins with `//` is drawn; everything else is the template. Templates in `accepted` have nothing drawn in them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context as _, Result, bail, ensure};
use podwright_codegen::check::{Template, check};
use podwright_codegen::parse::Place;
use podwright_rules::{Diagnostic, Level, Options, Spelling};
use proc_macro2::{TokenStream, TokenTree};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");

/// Templates in which nothing is wrong.
const ACCEPTED: &str = "accepted";

#[test]
fn every_mistake_is_said_at_its_token_and_once() -> Result<()> {
    let mut failures = String::new();
    for area in children(Path::new(CASES))? {
        let cases = children(&area)?;
        ensure!(!cases.is_empty(), "{} has no cases", area.display());
        for case in cases {
            if let Err(error) = run(&area, &case) {
                writeln!(failures, "{}: {error:#}\n", case.display())?;
            }
        }
    }
    ensure!(failures.is_empty(), "{failures}`UPDATE=1 cargo test -p podwright-codegen` draws anew");
    Ok(())
}

fn children(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} is no folder", folder.display()))?;
    let mut children = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    ensure!(!children.is_empty(), "{} is empty", folder.display());
    children.sort();
    Ok(children)
}

fn run(area: &Path, case: &Path) -> Result<()> {
    let expected = fs::read_to_string(case)?;
    let source: Vec<&str> = expected.lines().filter(|line| !line.starts_with("//")).collect();
    let template = check(written(&source.join("\n"))?, &Options::new(Spelling::Snake));
    ensure!(
        template.diagnostics.is_empty() == area.ends_with(ACCEPTED),
        "only the templates in `{ACCEPTED}` are in order; said is {:?}",
        template.diagnostics
    );
    let drawn = draw(&source, &template);
    if env::var_os("UPDATE").is_some() {
        fs::write(case, drawn)?;
    } else if drawn != expected {
        bail!("it is not as drawn, but\n{drawn}");
    }
    Ok(())
}

/// What stands in the braces of `pod_template! { … }`.
fn written(source: &str) -> Result<TokenStream> {
    let tokens: TokenStream =
        source.parse().map_err(|error| anyhow::anyhow!("these are no tokens: {error}"))?;
    match tokens.into_iter().last() {
        Some(TokenTree::Group(template)) => Ok(template.stream()),
        _ => bail!("a case is one `pod_template! {{ … }}`"),
    }
}

/// The source with its diagnostics under their lines.
fn draw(source: &[&str], template: &Template) -> String {
    let mut drawn = String::new();
    for (index, line) in source.iter().enumerate() {
        drawn.push_str(line);
        drawn.push('\n');
        for diagnostic in &template.diagnostics {
            let place = template.parsed.places.get(diagnostic.at);
            if place.first.start().line == index + 1 {
                draw_one(&mut drawn, place, diagnostic);
            }
            for (at, label) in &diagnostic.labels {
                let place = template.parsed.places.get(*at);
                if place.first.start().line == index + 1 {
                    underline(&mut drawn, place, '-', &format!("{}: {label}", diagnostic.rule));
                }
            }
        }
    }
    drawn
}

fn draw_one(drawn: &mut String, place: Place, diagnostic: &Diagnostic) {
    let level = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let path = match diagnostic.path.as_str() {
        "" => String::new(),
        path => format!("{path}: "),
    };
    let text = format!("{level}[{}]: {path}{}", diagnostic.rule, diagnostic.message);
    underline(drawn, place, '^', &text);
    if let Some(help) = &diagnostic.help {
        let column = place.first.start().column;
        writeln!(drawn, "{:column$}help: {help}", "//").expect("a string takes everything");
    }
}

fn underline(drawn: &mut String, place: Place, mark: char, text: &str) {
    let (start, end) = (place.first.start(), place.last.end());
    let column = start.column;
    let width = if start.line == end.line { end.column.saturating_sub(column).max(1) } else { 1 };
    let marks = String::from(mark).repeat(width);
    writeln!(drawn, "{:column$}{marks} {text}", "//").expect("a string takes everything");
}
