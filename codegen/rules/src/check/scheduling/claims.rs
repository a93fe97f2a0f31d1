//! Resource claims of the pod: names of their own, and one claim or template each.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::check::duplicates;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::Value;

/// The fields that say what is claimed.
const SOURCES: [&str; 2] = ["resourceClaimName", "resourceClaimTemplateName"];

/// `validatePodResourceClaims`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let mut names = HashMap::new();
    for claim in pod.list("resourceClaims") {
        if let Some(at) = claim.get("name")
            && !duplicates::named_again(&at, "resource claim", &mut names, cx)
        {
            cx.form(&rules::INVALID_NAME, "resource claim", Some(&at), name::label);
        }
        source(&claim, cx);
    }
}

fn source(claim: &At<'_>, cx: &mut Cx) {
    if !matches!(claim.node.value, Value::Map(_)) {
        return;
    }
    let given: Vec<At<'_>> = SOURCES.iter().filter_map(|source| claim.get(source)).collect();
    if given.is_empty() {
        let list = cx.words(&SOURCES);
        cx.report(&rules::ONE_OF, claim.span(), claim.path, "a resource claim names a claim or a template")
            .help(format!("give one of {list}"));
    }
    for name in given {
        cx.form_even_empty(&rules::INVALID_NAME, "claim's name", &name, name::subdomain);
    }
}
