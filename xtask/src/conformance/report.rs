//! What a run found: the differences in groups, each with its smallest case; and the rules that no case reached.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use podwright_rules::{Diagnostic, rules};

use super::case::Case;
use super::compare::{Compared, Difference};
use super::oracle::{Refusal, Verdict};
use super::warnings::OneSided;

/// What a run found.
#[derive(Default)]
pub(super) struct Report {
    cases: usize,
    accepted: usize,
    groups: BTreeMap<String, Group>,
    /// The rules that refused a case alone.
    reached: BTreeSet<&'static str>,
}

struct Group {
    count: usize,
    example: String,
    length: usize,
}

impl Report {
    /// Adds the cases of one oracle.
    pub(super) fn add(&mut self, cases: &[Case], verdicts: &[Verdict], compared: &[Compared]) {
        for ((case, verdict), compared) in cases.iter().zip(verdicts).zip(compared) {
            self.cases += 1;
            self.accepted += usize::from(verdict.ok);
            self.reached.extend(compared.ours.iter().map(|diagnostic| diagnostic.rule));
            if let Some(difference) = &compared.difference {
                self.differ(case, verdict, &compared.ours, difference);
            }
        }
    }

    fn differ(&mut self, case: &Case, verdict: &Verdict, ours: &[Diagnostic], difference: &Difference) {
        let theirs = verdict.errors.first().map(their_pattern).unwrap_or_default();
        let mine = ours.first().map(our_pattern).unwrap_or_default();
        let key = match difference {
            Difference::LetThrough => format!("let through: {theirs}"),
            Difference::Refused => format!("refused: {mine}"),
            Difference::Elsewhere => format!("elsewhere: {theirs} / {mine}"),
            Difference::Warning(OneSided::Server(text)) => {
                format!("not warned of: {}", words(&pattern(text)))
            }
            Difference::Warning(OneSided::Checker(text)) => format!("warned of alone: {}", pattern(text)),
        };
        let group =
            self.groups.entry(key).or_insert(Group { count: 0, example: String::new(), length: usize::MAX });
        group.count += 1;
        if case.document.len() < group.length {
            group.length = case.document.len();
            group.example = example(case, verdict, ours);
        }
    }

    /// How many cases differ.
    pub(super) fn differences(&self) -> usize {
        self.groups.values().map(|group| group.count).sum()
    }

    /// How many cases there were, and how many of them the API server accepts.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.cases, self.accepted)
    }

    /// The API server's rules that refused no case.
    pub(super) fn unreached(&self) -> Vec<&'static str> {
        let of_server =
            rules::all().filter(|rule| rule.server && rule.level == podwright_rules::Level::Error);
        of_server.map(|rule| rule.id).filter(|id| !self.reached.contains(id)).collect()
    }

    /// The groups, the largest first.
    pub(super) fn groups(&self) -> String {
        let mut groups: Vec<_> = self.groups.iter().collect();
        groups.sort_by_key(|(key, group)| (std::cmp::Reverse(group.count), *key));
        let mut text = String::new();
        for (key, group) in groups {
            let _ = writeln!(text, "{:6}  {key}\n{}", group.count, group.example);
        }
        text
    }
}

fn example(case: &Case, verdict: &Verdict, ours: &[Diagnostic]) -> String {
    let mut text = format!("          {:?}: {}\n          {}\n", case.root, case.from, case.document);
    for theirs in &verdict.errors {
        let _ = writeln!(text, "          server: {} {}: {}", theirs.kind, theirs.field, theirs.detail);
    }
    for warning in &verdict.warnings {
        let _ = writeln!(text, "          server warns: {warning}");
    }
    for mine in ours {
        let _ = writeln!(text, "          ours: {} {}: {}", mine.rule, mine.path, mine.message);
    }
    text
}

fn their_pattern(refusal: &Refusal) -> String {
    format!("{} {}: {}", refusal.kind, pattern(&refusal.field), words(&refusal.detail))
}

fn our_pattern(diagnostic: &Diagnostic) -> String {
    format!("{} {}", diagnostic.rule, pattern(&diagnostic.path))
}

/// A path without its indices and keys, and without the way to the pod.
fn pattern(path: &str) -> String {
    let path = path.strip_prefix("spec.template.").unwrap_or(path);
    let mut text = String::new();
    let mut inside = false;
    for letter in path.chars() {
        match letter {
            '[' => {
                inside = true;
                text.push_str("[*");
            }
            ']' => inside = false,
            _ if inside => continue,
            _ => {}
        }
        if letter != '[' {
            text.push(letter);
        }
    }
    text
}

/// A message without what it quotes and counts.
fn words(detail: &str) -> String {
    let mut text = String::new();
    for (at, part) in detail.split('"').enumerate() {
        text.push_str(if at % 2 == 1 { "…" } else { part });
    }
    let text: String = text.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    text.chars().take(110).collect()
}
