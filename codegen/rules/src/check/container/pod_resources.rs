//! Resources of the pod as a whole: what its containers ask for fits into them.

use std::collections::{HashMap, HashSet};

use super::amounts::{Of, amount_of, is_huge, is_shared};
use super::limits::requirements;
use super::totals::{limits_of, requests_of, total};
use crate::check::cx::Cx;
use crate::formats::quantity::Quantity;
use crate::index;
use crate::pod::{At, Pod, Role};
use crate::rules;
use crate::tree::Key;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(resources) = pod.field("resources").filter(|_| !pod.is_for_windows()) else { return };
    if let Some(claims) = resources.get("claims").filter(|claims| !claims.is_unknown()) {
        let message = "the claims of a pod are its containers' to use";
        cx.report(&rules::FORBIDDEN, claims.name_span, claims.path, message)
            .help("put them into the resources of a container");
    }
    let requested = total(pod, |resources| requests_of(resources, cx.sees_pods(pod)));
    requirements(&resources, Of::Pod, &Implied::new(pod, &resources, &requested, cx), cx);
    requests(pod, &resources, &requested, cx);
    let limited = total(pod, limits_of);
    for (key, at) in resources.map("limits").iter().filter(|(key, _)| is_huge(&key.name)) {
        enough(key, at, limited.get(key.name.as_str()), "limits of", cx);
    }
    container_limits(pod, &resources, cx);
}

/// What a pod's resources have where they do not say so (`DefaultPodLevelResources`).
#[derive(Default)]
pub(super) struct Implied<'t> {
    /// Whether there are requests of processors or memory.
    pub(super) requests: bool,
    /// Resources with a limit: all containers have one.
    pub(super) limits: HashSet<&'t str>,
}

impl<'t> Implied<'t> {
    fn new(pod: &Pod<'t>, resources: &At<'t>, requested: &HashMap<&str, Quantity>, cx: &Cx) -> Implied<'t> {
        if !pod.is_pod() {
            return Implied::default();
        }
        let is_new = cx.is_on("PodLevelResourcesFixDefaulting");
        let (own_limits, own_requests) = (resources.map("limits"), resources.map("requests"));
        let requests = ["cpu", "memory"].iter().any(|name| requested.contains_key(name))
            && (!own_limits.is_empty() || is_new && !own_requests.is_empty());
        let has_limit = |name: &str| {
            pod.containers.iter().all(|container| {
                container
                    .at
                    .get("resources")
                    .is_some_and(|own| limits_of(&own).any(|(limit, _)| limit == name))
            })
        };
        let named = own_requests.iter().map(|(key, _)| key.name.as_str());
        let limits = named.filter(|name| is_new && has_limit(name)).collect();
        Implied { requests, limits }
    }
}

/// All containers together request at most what the pod does; where it does not say, it requests what they do, which its
/// limit has to allow.
fn requests(pod: &Pod<'_>, resources: &At<'_>, requested: &HashMap<&str, Quantity>, cx: &mut Cx) {
    let own = resources.map("requests");
    for (key, at) in &own {
        enough(key, at, requested.get(key.name.as_str()), "requests of", cx);
    }
    if !cx.sees_pods(pod) {
        return;
    }
    let given: HashSet<&str> = own.iter().map(|(key, _)| key.name.as_str()).collect();
    let implied = |key: &Key| is_shared(&key.name) && !given.contains(key.name.as_str());
    for (key, at) in resources.map("limits").iter().filter(|(key, _)| implied(key)) {
        let (Some(limit), Some(wanted)) = (amount_of(at), requested.get(key.name.as_str())) else { continue };
        if wanted.exceeds(limit) {
            let message = format!("the containers together request more {} than this", key.name);
            cx.report(&rules::POD_RESOURCES, at.span(), resources.path_of("requests"), message)
                .help("raise the limit, or lower the containers' requests");
        }
    }
}

fn enough(key: &Key, at: &At<'_>, wanted: Option<&Quantity>, what: &str, cx: &mut Cx) {
    let (Some(own), Some(wanted)) = (amount_of(at), wanted) else { return };
    if wanted.exceeds(own) {
        let message = format!("this is less than the {what} all containers together");
        cx.report(&rules::POD_RESOURCES, at.span(), at.path, message)
            .help(format!("raise it, or lower the {} of the containers", key.name));
    }
}

/// A container's limit is at most the pod's.
fn container_limits(pod: &Pod<'_>, resources: &At<'_>, cx: &mut Cx) {
    let own = resources.map("limits");
    let by_name: HashMap<&str, &At<'_>> = own.iter().map(|(key, at)| (key.name.as_str(), at)).collect();
    let main = pod.containers.iter().filter(|container| container.role != Role::Init);
    for (index, container) in main.enumerate() {
        let Some(own) = container.at.get("resources") else { continue };
        for (key, at) in own.map("limits") {
            let Some(of_pod) = by_name.get(key.name.as_str()) else { continue };
            let (Some(limit), Some(most)) = (amount_of(&at), amount_of(of_pod)) else { continue };
            if limit.exceeds(most) {
                let shown = index::quantity(&of_pod.node.value).unwrap_or_default();
                // This is what the API server writes.
                let path = format!("{}.containers[{index}][{}].limits", resources.path, key.name);
                let message = format!("the limit is above that of the whole pod, which is `{shown}`");
                cx.report(&rules::POD_RESOURCES, at.span(), path, message)
                    .help(format!("limit it to at most `{shown}`, or raise the pod's limit"))
                    .label(of_pod.span(), "the pod's limit is here");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{wrong, wrong_at, wrong_pod, wrong_pod_at};

    fn pod(own: &str, container: &str) -> String {
        format!(
            r#"{{ spec: {{ resources: {{ {own} }}, containers: [{{ name: "a", image: "a", resources: {{ {container} }} }},
                {{ name: "b", image: "a", resources: {{ {container} }} }}] }} }}"#
        )
    }

    #[test]
    fn the_pods_requests_are_enough_for_its_containers() {
        let template = pod("requests: { cpu: 1 }", "requests: { cpu: 1 }");
        assert_eq!(wrong_pod(&template), ["pod_resources at 1 in spec.resources.requests[cpu]"]);
        assert_eq!(wrong_pod_at(33, &template), Vec::<String>::new());
        assert_eq!(wrong_pod(&pod("requests: { cpu: 2 }", "requests: { cpu: 1 }")), Vec::<String>::new());
        let implied = pod("limits: { cpu: 1 }", "limits: { cpu: 1 }");
        assert_eq!(wrong_pod(&implied), ["pod_resources at 1 in spec.resources.requests"]);
    }

    #[test]
    fn a_containers_limit_is_within_the_pods() {
        let template =
            pod("requests: { cpu: 1 }, limits: { cpu: 1 }", "limits: { cpu: 2 }, requests: { cpu: 0 }");
        assert_eq!(
            wrong_pod(&template),
            [
                "pod_resources at 2 in spec.resources.containers[0][cpu].limits",
                "pod_resources at 2 in spec.resources.containers[1][cpu].limits",
            ]
        );
    }

    #[test]
    fn init_containers_count_by_the_largest_and_sidecars_by_their_sum() {
        let pod = |first: &str, second: &str| {
            wrong(&format!(
                r#"{{ pod_spec: {{ resources: {{ requests: {{ cpu: 3 }} }}, containers: [{{ name: "primary", resources: {{ requests: {{ cpu: 1 }} }} }}],
                    init_containers: [{{ name: "i", image: "a", {first} resources: {{ requests: {{ cpu: 2 }} }} }},
                    {{ name: "j", image: "a", {second} resources: {{ requests: {{ cpu: 2 }} }} }}] }} }}"#
            ))
        };
        let always = r#"restart_policy: "Always","#;
        assert_eq!(pod("", ""), Vec::<String>::new());
        assert_eq!(pod("", always), Vec::<String>::new());
        assert_eq!(pod(always, ""), ["pod_resources at 3 in spec.resources.requests[cpu]"]);
        assert_eq!(pod(always, always), ["pod_resources at 3 in spec.resources.requests[cpu]"]);
    }

    #[test]
    fn a_pod_has_processors_memory_and_huge_pages() {
        let template = |own: &str| {
            format!(r#"{{ pod_spec: {{ resources: {{ {own} }}, containers: [{{ name: "primary" }}] }} }}"#)
        };
        assert_eq!(
            wrong(&template(r#"limits: { "nvidia.com/gpu": 1, memory: "1Gi" }, claims: []"#)),
            [
                r#"resource_name at "nvidia.com/gpu" in spec.resources.limits[nvidia.com/gpu]"#,
                "forbidden at claims in spec.resources.claims",
            ]
        );
        assert_eq!(wrong_at(33, &template(r#"limits: { "nvidia.com/gpu": 1 }"#)), Vec::<String>::new());
    }
}
