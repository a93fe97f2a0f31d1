//! The examples of the manual of rules before the API server: it refuses each wrong one of its own rules, or warns of it, and
//! takes the right one without a word of that.

use anyhow::{Context, Result, bail, ensure};
use podwright_rules::rules::{self, Example, Language, Page};
use podwright_rules::schema::Minor;
use podwright_rules::tree::{Node, Value};
use podwright_rules::yaml::{self, Chunk};
use podwright_rules::{Level, Root, text};

use super::case::Case;
use super::oracle::{Oracle, Verdict};

/// Rules that stand before validation: the oracle is given JSON of a known kind, and warns of nothing that its caller does.
const BEFORE: [&str; 3] = ["syntax", "api_version", "duplicate_owner"];

/// Holds the examples against the server of a minor version, and gives how many there are.
pub(super) fn hold(oracle: &Oracle, minor: Minor) -> Result<usize> {
    let is_judged = |page: &&Page| page.rule.server && !BEFORE.contains(&page.rule.id);
    let is_for = |page: &&Page| {
        let wrong = page.wrong();
        wrong.gate.is_none() && wrong.kubernetes.map_or(page.since() <= minor, |only| only == minor)
    };
    let mut pages = Vec::new();
    let mut cases = Vec::new();
    for page in rules::pages().filter(is_judged).filter(is_for) {
        let (Some(wrong), Some(right)) = (case(page, &page.wrong())?, case(page, &page.right())?) else {
            continue;
        };
        pages.push(page);
        cases.extend([wrong, right]);
    }
    let verdicts = oracle.judge(&cases)?;
    for (page, verdicts) in pages.iter().zip(verdicts.chunks(2)) {
        let [wrong, right] = verdicts else { bail!("a page has two examples") };
        ensure!(right.ok, "the right example of `{}` is refused: {right:?}", page.rule.id);
        ensure!(differs(page, wrong, right), "the wrong example of `{}` is taken: {wrong:?}", page.rule.id);
    }
    Ok(pages.len())
}

fn differs(page: &Page, wrong: &Verdict, right: &Verdict) -> bool {
    match page.rule.level {
        Level::Error => !wrong.ok,
        Level::Warning => wrong.ok && wrong.warnings.len() > right.warnings.len(),
    }
}

/// An example as a case, where the oracle judges objects of its kind.
fn case(page: &Page, example: &Example) -> Result<Option<Case>> {
    if example.language == Language::Rust {
        return Ok(None);
    }
    let mut documents = yaml::chunks(example.text).into_iter().flat_map(|chunk: Chunk<'_>| chunk.read());
    let tree = documents.next().context("an example is a document")?.tree;
    let root = match kind(&tree) {
        Some("Pod") => Root::Pod,
        Some("Job") => Root::Job,
        Some("CronJob") => Root::CronJob,
        _ => return Ok(None),
    };
    Ok(Some(Case { root, document: text::to_json(&tree).0, from: page.rule.id.to_owned() }))
}

fn kind(tree: &Node) -> Option<&str> {
    let Value::Map(entries) = &tree.value else { return None };
    match &entries.iter().find(|entry| entry.key.name == "kind")?.value.value {
        Value::String(kind) => Some(kind),
        _ => None,
    }
}
