//! Which mutant is on. This file stands in the copy of the checker that has them all, as its module `mutants`.

use std::sync::OnceLock;

use crate::rules::Rule;

static ON: OnceLock<Option<usize>> = OnceLock::new();

fn is_on(number: usize) -> bool {
    *ON.get_or_init(|| std::env::var("PODWRIGHT_MUTANT").ok()?.parse().ok()) == Some(number)
}

/// Whether what the mutant leaves out stays.
pub(crate) fn is_off(number: usize) -> bool {
    !is_on(number)
}

/// The condition, or its opposite.
pub(crate) fn flip(number: usize, condition: bool) -> bool {
    condition != is_on(number)
}

/// The rule, or one of the same weight that nobody knows.
pub(crate) fn another(number: usize, rule: &'static Rule) -> &'static Rule {
    if !is_on(number) {
        return rule;
    }
    let Rule { level, doc, source, server, is_silent, .. } = *rule;
    Box::leak(Box::new(Rule { id: "mutant", level, doc, source, server, is_silent }))
}

/// `<` where it is strict and `<=` where not, or the other way round.
pub(crate) fn less<T: PartialOrd + ?Sized>(number: usize, left: &T, right: &T, is_strict: bool) -> bool {
    if is_strict == is_on(number) { left <= right } else { left < right }
}

/// `>` where it is strict and `>=` where not, or the other way round.
pub(crate) fn more<T: PartialOrd + ?Sized>(number: usize, left: &T, right: &T, is_strict: bool) -> bool {
    less(number, right, left, is_strict)
}
