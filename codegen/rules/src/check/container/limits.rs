//! Requests and limits of containers, and what a pod needs beside them.

use std::collections::HashMap;

use super::amounts::{self, Of, amount_of, is_shared};
use super::hugepages;
use super::pod_resources::Implied;
use crate::check::cx::Cx;
use crate::index;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::Key;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for resources in pod.containers.iter().filter_map(|container| container.at.get("resources")) {
        requirements(&resources, Of::Container, &Implied::default(), cx);
    }
}

/// Checks the `limits` and `requests` of a container or a pod (`validateResourceRequirements`).
pub(super) fn requirements(resources: &At<'_>, of: Of, implied: &Implied<'_>, cx: &mut Cx) {
    let (limits, requests) = (resources.map("limits"), resources.map("requests"));
    let all: Vec<_> = limits.iter().chain(&requests).copied().collect();
    amounts::check(&all, of, cx);
    hugepages::check(resources, &all, implied.requests, cx);
    let by_name: HashMap<&str, &At<'_>> = limits.iter().map(|(key, at)| (key.name.as_str(), at)).collect();
    let knows_limits = resources.get("limits").is_none_or(|limits| !limits.is_unknown());
    for (key, request) in &requests {
        match by_name.get(key.name.as_str()) {
            Some(limit) => bounds(key, request, limit, resources, cx),
            None if is_shared(&key.name) || !knows_limits || implied.limits.contains(key.name.as_str()) => {}
            None => unlimited(key, request, resources, cx),
        }
    }
}

fn unlimited(key: &Key, request: &At<'_>, resources: &At<'_>, cx: &mut Cx) {
    let message = format!("{} is not shared, and needs a limit like its request", key.name);
    cx.report(&rules::REQUEST_ABOVE_LIMIT, request.name_span, resources.path_of("limits"), message)
        .help(format!("add it to `limits`: `\"{}\": …`", key.name));
}

/// The API server names the list of requests, whichever of them is wrong.
fn bounds(key: &Key, request: &At<'_>, limit: &At<'_>, resources: &At<'_>, cx: &mut Cx) {
    let (Some(wanted), Some(most)) = (amount_of(request), amount_of(limit)) else { return };
    let shown = |at: &At<'_>| index::quantity(&at.node.value).unwrap_or_default();
    let (name, request_text, limit_text) = (&key.name, shown(request), shown(limit));
    let (message, help) = if wanted != most && !is_shared(name) {
        (
            format!(
                "{name} is not shared: the request of `{request_text}` has to be the limit of `{limit_text}`"
            ),
            format!("request `{limit_text}`, or leave the request out"),
        )
    } else if wanted.exceeds(most) {
        (
            format!("the request of `{request_text}` {name} is above the limit of `{limit_text}`"),
            format!("request at most `{limit_text}`, or raise the limit"),
        )
    } else {
        return;
    };
    cx.report(&rules::REQUEST_ABOVE_LIMIT, request.span(), resources.path_of("requests"), message)
        .help(help)
        .label(limit.span(), "the limit is here");
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, wrong};

    fn resources(resources: &str) -> String {
        format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary", resources: {{ {resources} }} }}] }} }}"#)
    }

    #[test]
    fn a_request_is_at_most_its_limit() {
        let template =
            resources(r#"requests: { cpu: "1500m", memory: "1Gi" }, limits: { cpu: 1, memory: "1024Mi" }"#);
        assert_eq!(
            wrong(&template),
            [r#"request_above_limit at "1500m" in spec.containers[0].resources.requests"#]
        );
        assert_eq!(message(&template).0, "the request of `1500m` cpu is above the limit of `1`");
        assert_eq!(wrong(&resources(r#"requests: { cpu: ? }, limits: { cpu: "1" }"#)), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_shared_is_requested_whole() {
        let template = resources(r#"requests: { "nvidia.com/gpu": 1 }, limits: { "nvidia.com/gpu": 2 }"#);
        assert_eq!(wrong(&template), ["request_above_limit at 1 in spec.containers[0].resources.requests"]);
        let alone = resources(r#"requests: { "nvidia.com/gpu": 1 }"#);
        assert_eq!(message(&alone).0, "nvidia.com/gpu is not shared, and needs a limit like its request");
        assert_eq!(
            wrong(&alone),
            [r#"request_above_limit at "nvidia.com/gpu" in spec.containers[0].resources.limits"#]
        );
        assert_eq!(wrong(&resources(r#"requests: { "nvidia.com/gpu": 1 }, limits: ?"#)).len(), 1);
    }
}
