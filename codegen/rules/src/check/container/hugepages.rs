//! Huge pages: whole pages, beside processors or memory.

use super::amounts::{amount_of, is_huge};
use crate::check::cx::Cx;
use crate::formats::quantity;
use crate::pod::At;
use crate::rules;
use crate::tree::Key;

/// Checks the resources of a container or a pod: its limits and requests together, and whether it has processors or
/// memory without saying so.
pub(super) fn check(resources: &At<'_>, lists: &[(&Key, At<'_>)], is_implied: bool, cx: &mut Cx) {
    for (key, at) in lists.iter().filter(|(key, _)| is_huge(&key.name)) {
        whole_pages(key, at, cx);
    }
    let Some((key, _)) = lists.iter().find(|(key, _)| is_huge(&key.name)) else { return };
    let is_unknown =
        ["limits", "requests"].iter().filter_map(|list| resources.get(list)).any(|at| at.is_unknown());
    if !is_implied
        && !is_unknown
        && lists.iter().all(|(key, _)| !matches!(key.name.as_str(), "cpu" | "memory"))
    {
        cx.report(
            &rules::HUGEPAGES,
            key.span,
            resources.path,
            "huge pages are for a container with processors or memory of its own",
        )
        .help("add `cpu` or `memory` to its limits or requests");
    }
}

/// `IsHugePageResourceValueDivisible`
fn whole_pages(key: &Key, at: &At<'_>, cx: &mut Cx) {
    let size = key.name.trim_start_matches("hugepages-");
    let Some(page) = quantity::parse(size).ok().filter(|page| page.is_positive() && page.is_whole()) else {
        let message = format!("`{size}` is no size of a page");
        cx.report(&rules::HUGEPAGES, key.span, at.path, message)
            .help("nodes have `hugepages-2Mi` or `hugepages-1Gi`");
        return;
    };
    let Some(amount) = amount_of(at).filter(|amount| !amount.is_negative()) else { return };
    if !amount.is_multiple_of(page) {
        cx.report(
            &rules::HUGEPAGES,
            at.span(),
            at.path,
            format!("this is no whole number of pages of {size}"),
        )
        .help(format!("write a multiple of `{size}`"));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::container::amounts::tests::limits;

    #[test]
    fn pages_are_whole() {
        let at = "spec.containers[0].resources.limits";
        assert_eq!(
            limits(r#"cpu: 1, "hugepages-2Mi": "3Mi""#),
            [format!(r#"hugepages at "3Mi" in {at}[hugepages-2Mi]"#)]
        );
        assert_eq!(
            limits(r#"cpu: 1, "hugepages-big": 1"#),
            [format!(r#"hugepages at "hugepages-big" in {at}[hugepages-big]"#)]
        );
        assert_eq!(limits(r#"cpu: 1, "hugepages-2Mi": "4Mi", "hugepages-1Gi": 0"#), Vec::<String>::new());
    }

    #[test]
    fn they_are_beside_processors_or_memory() {
        assert_eq!(
            limits(r#""hugepages-2Mi": "2Mi""#),
            [r#"hugepages at "hugepages-2Mi" in spec.containers[0].resources"#]
        );
    }
}
