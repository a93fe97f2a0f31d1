//! The examples of the manual of rules before the API server: it refuses each wrong one of its own rules where the checker does,
//! or warns of it there, and takes the right one without a word of that.

use anyhow::{Context, Result, bail, ensure};
use podwright_rules::rules::{self, Example, Language, Page};
use podwright_rules::schema::Minor;
use podwright_rules::tree::{Node, Value};
use podwright_rules::yaml::{self, Chunk};
use podwright_rules::{Level, Root, text};

use super::case::Case;
use super::compare;
use super::oracle::{Oracle, Verdict};

/// Rules of the server's whose examples it cannot be asked for, each with the reason. Another that is left out is a failure.
const UNASKED: [(&str, &str); 3] = [
    ("syntax", "no document to judge"),
    ("api_version", "the oracle is told the kind"),
    ("workload_selector", "the oracle judges no workloads"),
];

/// What came of the manual.
pub(super) struct Held {
    /// How many pages the server judged as they say.
    pub(super) pages: usize,
    /// Those that it was not asked for, each with the reason.
    pub(super) left_out: Vec<String>,
}

/// Holds the examples against the server of a minor version.
pub(super) fn hold(oracle: &Oracle, minor: Minor) -> Result<Held> {
    let mut pages = Vec::new();
    let mut cases = Vec::new();
    let mut left_out = Vec::new();
    for page in rules::pages().filter(|page| page.rule.server) {
        let id = page.rule.id;
        if let Some(why) = is_for_another(page, minor) {
            left_out.push(format!("{id} ({why})"));
        } else if let Some((_, why)) = UNASKED.iter().find(|(unasked, _)| *unasked == id) {
            left_out.push(format!("{id} ({why})"));
        } else {
            pages.push(page);
            cases.extend([case(page, &page.wrong())?, case(page, &page.right())?]);
        }
    }
    let verdicts = oracle.judge(&cases)?;
    for ((page, cases), verdicts) in pages.iter().zip(cases.chunks(2)).zip(verdicts.chunks(2)) {
        let ([wrong, right], [of_wrong, of_right]) = (cases, verdicts) else {
            bail!("a page has two examples")
        };
        agree(page, "wrong", wrong, of_wrong, minor)?;
        agree(page, "right", right, of_right, minor)?;
        ensure!(of_right.ok, "the right example of `{}` is refused: {of_right:?}", page.rule.id);
        ensure!(
            is_judged_so(page, of_wrong),
            "the wrong example of `{}` is taken: {of_wrong:?}",
            page.rule.id
        );
    }
    Ok(Held { pages: pages.len(), left_out })
}

/// Why a page's wrong example is right for a version.
fn is_for_another(page: &Page, minor: Minor) -> Option<String> {
    let wrong = page.wrong();
    if let Some(gate) = wrong.gate {
        return Some(format!("needs the feature gate {gate}"));
    }
    match wrong.kubernetes {
        Some(only) if only != minor => Some(format!("for 1.{}", only.0)),
        None if page.since() > minor => Some(format!("since 1.{}", page.since().0)),
        _ => None,
    }
}

/// Whether the server and the checker say the same of an example, at the same place.
fn agree(page: &Page, which: &str, case: &Case, verdict: &Verdict, minor: Minor) -> Result<()> {
    let difference = compare::one(case, verdict, minor)?.difference;
    ensure!(
        difference.is_none(),
        "of the {which} example of `{}` the two say different things: {difference:?}, {verdict:?}",
        page.rule.id
    );
    Ok(())
}

fn is_judged_so(page: &Page, wrong: &Verdict) -> bool {
    match page.rule.level {
        Level::Error => !wrong.ok,
        Level::Warning => wrong.ok && !wrong.warnings.is_empty(),
    }
}

/// An example as a case.
fn case(page: &Page, example: &Example) -> Result<Case> {
    let id = page.rule.id;
    ensure!(example.language == Language::Yaml, "`{id}` is a rule of the server's: its examples are YAML");
    let mut documents = yaml::chunks(example.text).into_iter().flat_map(|chunk: Chunk<'_>| chunk.read());
    let tree = documents.next().context("an example is a document")?.tree;
    let root = match kind(&tree) {
        Some("Pod") => Root::Pod,
        Some("Job") => Root::Job,
        Some("CronJob") => Root::CronJob,
        other => bail!(
            "the oracle judges no {}, so `{id}` has to say why",
            other.unwrap_or("document without a kind")
        ),
    };
    Ok(Case { root, document: text::to_json(&tree).0, from: id.to_owned() })
}

fn kind(tree: &Node) -> Option<&str> {
    let Value::Map(entries) = &tree.value else { return None };
    match &entries.iter().find(|entry| entry.key.name == "kind")?.value.value {
        Value::String(kind) => Some(kind),
        _ => None,
    }
}
