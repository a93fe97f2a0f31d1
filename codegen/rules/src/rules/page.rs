//! A rule's page in the manual: from its file to text for people, and examples that are checked as they stand.
//!
//! The file says why, then has two fenced examples: one that is wrong, one that is right. Behind a fence's language stands
//! what `podwright-check` would be told: `--kubernetes 1.33`, `--gate NAME`.

use super::Rule;
use crate::check::Options;
use crate::diagnostic::Level;
use crate::manifest::check_document;
use crate::schema::{Minor, OLDEST, Root, generated::MINORS};
use crate::yaml;

/// Where the functions of Kubernetes are that a source names without a file.
const VALIDATION: &str = "pkg/apis/core/validation/validation.go";

/// What begins and ends an example.
const FENCE: &str = "```";

/// What the manual says of a rule.
#[derive(Debug)]
pub struct Page {
    /// The rule.
    pub rule: &'static Rule,
    /// Who refuses: `server`, `kubelet` or `podwright`.
    by: &'static str,
    text: &'static str,
}

/// What an example is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// A document, as `podwright-check` reads it.
    Yaml,
    /// A `pod_template! { … }`.
    Rust,
}

/// A part of a page that is checked as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What it is written in.
    pub language: Language,
    /// Its lines, each with its end.
    pub text: &'static str,
    /// The Kubernetes that it is for, where not any will do.
    pub kubernetes: Option<Minor>,
    /// The feature gate that has to be on for it.
    pub gate: Option<&'static str>,
}

impl Page {
    pub(super) const fn new(rule: &'static Rule, by: &'static str, text: &'static str) -> Page {
        Page { rule, by, text }
    }

    /// Why the rule is, and what to do.
    pub fn why(&self) -> &'static str {
        self.text.split(FENCE).next().unwrap_or_default().trim()
    }

    /// What breaks this rule and no other.
    pub fn wrong(&self) -> Example {
        self.example(0)
    }

    /// The same without the mistake.
    pub fn right(&self) -> Example {
        self.example(1)
    }

    fn example(&self, at: usize) -> Example {
        let block = self.text.split(FENCE).nth(2 * at + 1).unwrap_or_default();
        let (head, text) = block.split_once('\n').unwrap_or_default();
        let after = |flag: &str| {
            let mut words = head.split_whitespace();
            words.find(|word| *word == flag).and_then(|_| words.next())
        };
        let minor = |version: &str| version.strip_prefix("1.")?.parse().ok().map(Minor);
        Example {
            language: if head.starts_with("rust") { Language::Rust } else { Language::Yaml },
            text,
            kubernetes: after("--kubernetes").and_then(minor),
            gate: after("--gate"),
        }
    }

    /// How an example is checked for this rule alone: the API server's without what others would say of it, and one that is
    /// silent by itself is heard.
    pub fn options(&self, example: &Example) -> Options {
        let mut options = Options { server_only: self.rule.server, ..Options::of(Root::Pod) };
        options.kubernetes = example.kubernetes.unwrap_or(options.kubernetes);
        options.feature_gates = example.gate.map(|gate| (gate.to_owned(), true)).into_iter().collect();
        if self.rule.is_silent {
            options.lints.push((self.rule.id, Some(Level::Warning)));
        }
        options
    }

    /// What a document in YAML breaks when it is checked so: the id of a rule for each mistake.
    pub fn broken(text: &str, options: &Options) -> Vec<&'static str> {
        let documents = yaml::chunks(text).into_iter().flat_map(|chunk| chunk.read());
        let reports = documents.map(|document| check_document(&document, options));
        reports
            .flat_map(|report| report.diagnostics.into_iter().chain(report.passed_over))
            .map(|said| said.rule)
            .collect()
    }

    /// The oldest known Kubernetes for which the wrong example is wrong.
    pub fn since(&self) -> Minor {
        let wrong = self.wrong();
        if wrong.language == Language::Rust || wrong.kubernetes.is_some() {
            return OLDEST;
        }
        let options = self.options(&wrong);
        let breaks = |minor: &&Minor| {
            Page::broken(wrong.text, &Options { kubernetes: **minor, ..options.clone() })
                .contains(&self.rule.id)
        };
        MINORS.iter().find(breaks).copied().unwrap_or(OLDEST)
    }

    /// The page as people read it, in Markdown, without a heading.
    pub fn markdown(&self) -> String {
        let rule = self.rule;
        let since = match self.since() {
            OLDEST => String::new(),
            Minor(minor) => format!(", since Kubernetes 1.{minor}"),
        };
        let (wrong, right) = (self.wrong(), self.right());
        format!(
            "*{}{since}*: {}.\n\n{}\n\nWrong{}:\n\n{}\nRight:\n\n{}\nFrom {}.\n",
            self.level(),
            rule.doc,
            self.why(),
            wrong.conditions(),
            wrong.fenced(),
            right.fenced(),
            self.source(),
        )
    }

    /// How much a finding weighs, and who says so: `Error of the API server`.
    pub fn level(&self) -> &'static str {
        match (self.by, self.rule.level) {
            _ if self.rule.is_silent => "Silent lint of podwright",
            ("server", Level::Error) => "Error of the API server",
            ("server", Level::Warning) => "Warning of the API server",
            ("kubelet", _) => "Error of the node",
            (_, Level::Error) => "Error of podwright",
            (_, Level::Warning) => "Lint of podwright",
        }
    }

    /// Where the rule comes from, with the file where only a function is named.
    fn source(&self) -> String {
        let source = self.rule.source;
        if source.contains('/') || !self.rule.server || source == "podwright" {
            return source.to_owned();
        }
        format!("{VALIDATION}: {source}")
    }
}

impl Example {
    /// It as Markdown has it.
    fn fenced(&self) -> String {
        let language = match self.language {
            Language::Yaml => "yaml",
            Language::Rust => "rust",
        };
        format!("{FENCE}{language}\n{}{FENCE}\n", self.text)
    }

    /// What has to be so for it to be wrong, as it follows a word.
    fn conditions(&self) -> String {
        let kubernetes = self.kubernetes.map(|minor| format!(" for Kubernetes 1.{}", minor.0));
        let gate = self.gate.map(|gate| format!(" where the feature gate `{gate}` is on"));
        kubernetes.unwrap_or_default() + &gate.unwrap_or_default()
    }
}
