//! The manual of rules: each wrong example is refused by its rule alone, and the right one is in order.

use podwright_codegen::check::check;
use podwright_rules::rules::{self, Example, Language, Page};
use podwright_rules::{Level, Options, Spelling};
use proc_macro2::{TokenStream, TokenTree};

/// What is said of every Quobyte volume, also of a right one: no Kubernetes mounts one.
const BESIDE: (&str, &str) = ("quobyte_registry", "deprecated_volume");

/// The rules that an example breaks.
fn broken(page: &Page, example: &Example) -> Vec<&'static str> {
    let mut broken = match example.language {
        Language::Yaml => Page::broken(example.text, &page.options(example)),
        Language::Rust => of_template(example.text),
    };
    broken.retain(|rule| (page.rule.id, *rule) != BESIDE);
    broken
}

fn of_template(text: &str) -> Vec<&'static str> {
    let tokens: TokenStream = text.parse().expect("an example is of tokens");
    let Some(TokenTree::Group(template)) = tokens.into_iter().last() else {
        panic!("an example is one `pod_template! {{ … }}`: {text}");
    };
    let said = check(template.stream(), &Options::new(Spelling::Snake)).diagnostics;
    said.into_iter().map(|one| one.rule).collect()
}

#[test]
fn a_wrong_example_is_refused_by_its_rule_alone_and_the_right_one_is_in_order() {
    for page in rules::pages() {
        let id = page.rule.id;
        assert_eq!(broken(page, &page.wrong()), [id], "the wrong example of `{id}`");
        assert_eq!(broken(page, &page.right()), Vec::<&str>::new(), "the right example of `{id}`");
    }
}

#[test]
fn a_page_says_why_in_a_line_or_three_and_how_much_it_weighs() {
    for page in rules::pages() {
        let (why, level) = (page.why(), page.level());
        assert!((30..=300).contains(&why.len()), "`{}` says why in {} bytes", page.rule.id, why.len());
        let is_error = page.rule.level == Level::Error;
        assert_eq!(level.starts_with("Error of "), is_error, "`{}`: {level}", page.rule.id);
    }
}
