//! Devices that a container asks for by the claims of its pod.

use std::collections::{HashMap, HashSet};

use crate::check::cx::Cx;
use crate::check::nearest::{listed, nearest};
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::SpanId;

/// `validateResourceClaimNames`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let claims = pod.list("resourceClaims");
    let names: Vec<&str> = claims.iter().filter_map(|claim| claim.text_of("name")).collect();
    let declared: HashSet<&str> = names.iter().copied().collect();
    let knows_all = pod.knows_names_of("resourceClaims");
    for container in &pod.containers {
        let Some(resources) = container.at.get("resources") else { continue };
        let mut taken = Taken::default();
        for claim in resources.list("claims") {
            cx.form(&rules::INVALID_NAME, "request's name", claim.get("request").as_ref(), name::label);
            twice(&claim, &mut taken, cx);
            if knows_all {
                undeclared(&claim, &declared, &names, cx);
            }
        }
    }
}

/// What the claims before this one ask for.
#[derive(Default)]
struct Taken<'t> {
    /// All requests of a claim.
    whole: HashMap<&'t str, SpanId>,
    /// One request of a claim.
    requests: HashMap<(&'t str, &'t str), SpanId>,
    /// The first request of a claim.
    any: HashMap<&'t str, SpanId>,
}

fn twice<'t>(claim: &At<'t>, taken: &mut Taken<'t>, cx: &mut Cx) {
    let Some(at) = claim.get("name") else { return };
    let Some(name) = at.text().filter(|name| !name.is_empty()) else { return };
    let request = claim.get("request");
    if request.as_ref().is_some_and(At::is_unknown) {
        return;
    }
    let request = request.and_then(|request| request.text()).filter(|request| !request.is_empty());
    let first = taken.whole.get(name).copied().or_else(|| match request {
        Some(request) => taken.requests.get(&(name, request)).copied(),
        None => taken.any.get(name).copied(),
    });
    if let Some(first) = first {
        let message = match request {
            Some(request) => format!("the request `{request}` of the claim `{name}` is asked for already"),
            None => format!("the claim `{name}` is asked for already"),
        };
        cx.report(&rules::DUPLICATE_ITEM, at.span(), claim.path, message)
            .help("keep one of them")
            .label(first, "first asked for here");
        return;
    }
    match request {
        Some(request) => {
            taken.requests.insert((name, request), at.span());
            taken.any.entry(name).or_insert(at.span());
        }
        None => {
            taken.whole.insert(name, at.span());
        }
    }
}

fn undeclared(claim: &At<'_>, declared: &HashSet<&str>, names: &[&str], cx: &mut Cx) {
    let Some(at) = claim.get("name") else { return };
    let Some(name) = at.text().filter(|name| !name.is_empty() && !declared.contains(name)) else { return };
    let word = cx.word("resourceClaims");
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => format!("declare it: `{word}: [{{ name: \"{name}\", … }}]`"),
        None => format!("the claims are {}; or declare it in `{word}`", listed(names.iter().copied())),
    };
    cx.report(&rules::UNDECLARED_CLAIM, at.span(), claim.path, format!("the pod has no claim `{name}`"))
        .help(help);
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, wrong, wrong_at};

    fn claims(claims: &str) -> String {
        format!(
            r#"{{ pod_spec: {{ resource_claims: [{{ name: "gpu", resource_claim_name: "g" }}, {{ name: "nic", resource_claim_name: "n" }}],
                containers: [{{ name: "primary", resources: {{ claims: [{claims}] }} }}] }} }}"#
        )
    }

    #[test]
    fn a_claim_is_one_of_the_pods() {
        let template = claims(r#"{ name: "gpus" }, { name: "nic", request: "a" }, { name: ? }"#);
        assert_eq!(
            wrong(&template),
            [r#"undeclared_claim at "gpus" in spec.containers[0].resources.claims[0]"#]
        );
        assert_eq!(message(&template).1, "did you mean `gpu`?");
        assert_eq!(wrong_at(33, &template), Vec::<String>::new());
    }

    #[test]
    fn a_claim_is_asked_for_once() {
        let at = "spec.containers[0].resources.claims[1]";
        for twice in [
            r#"{ name: "gpu" }, { name: "gpu" }"#,
            r#"{ name: "gpu" }, { name: "gpu", request: "a" }"#,
            r#"{ name: "gpu", request: "a" }, { name: "gpu" }"#,
            r#"{ name: "gpu", request: "a" }, { name: "gpu", request: "a" }"#,
        ] {
            assert_eq!(wrong(&claims(twice)), [format!(r#"duplicate_item at "gpu" in {at}"#)], "{twice}");
        }
        assert_eq!(
            wrong(&claims(r#"{ name: "gpu", request: "a" }, { name: "gpu", request: "b" }"#)),
            Vec::<String>::new()
        );
        assert_eq!(
            wrong(&claims(r#"{ name: "gpu", request: "A" }"#)),
            [r#"invalid_name at "A" in spec.containers[0].resources.claims[0].request"#]
        );
    }
}
