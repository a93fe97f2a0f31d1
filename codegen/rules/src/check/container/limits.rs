//! Requests and limits of containers: the resources' names, the amounts, and that no request is above its limit.

use crate::check::cx::Cx;
use crate::formats::{name, quantity};
use crate::index;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::Key;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in &pod.containers {
        let Some(resources) = container.at.get("resources") else { continue };
        let limits = resources.map("limits");
        for (key, at) in limits.iter().chain(&resources.map("requests")) {
            resource(key, at, cx);
        }
        for (key, at) in resources.map("requests") {
            match limits.iter().find(|(limit, _)| limit.name == key.name) {
                Some((_, limit)) => bounds(key, &at, limit, cx),
                None if is_shared(&key.name) || is_unknown(resources.get("limits")) => {}
                None => unlimited(key, &at, cx),
            }
        }
    }
}

fn resource(key: &Key, at: &At<'_>, cx: &mut Cx) {
    if let Err(invalid) = name::qualified(&key.name) {
        cx.refuse(&rules::RESOURCE_NAME, key.span, &at.path, "resource", &key.name, invalid);
    } else if key.name.contains('/') || is_containers_own(&key.name) {
        amount_of(key, at, cx);
    } else {
        let help = match crate::check::nearest::nearest(&key.name, OWN) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "there are `cpu`, `memory`, `ephemeral-storage`, `hugepages-…`, and devices: `nvidia.com/gpu`"
                    .to_owned()
            }
        };
        let message = format!("`{}` is no resource of a container", key.name);
        cx.report(&rules::RESOURCE_NAME, key.span, &at.path, message).help(help);
    }
}

fn amount_of(key: &Key, at: &At<'_>, cx: &mut Cx) {
    let Some(amount) = amount(at) else { return };
    if amount.is_negative() {
        cx.report(&rules::INVALID_AMOUNT, at.span(), &at.path, "an amount of a resource is not below zero");
    } else if !is_native(&key.name) && !amount.is_whole() {
        let message = format!("{} is given out whole: this is a part of one", key.name);
        cx.report(&rules::INVALID_AMOUNT, at.span(), &at.path, message).help("write a whole number");
    }
}

const OWN: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];

/// `IsStandardContainerResourceName`
fn is_containers_own(resource: &str) -> bool {
    OWN.contains(&resource) || resource.starts_with("hugepages-")
}

/// `IsNativeResource`
fn is_native(resource: &str) -> bool {
    !resource.contains('/') || resource.contains("kubernetes.io/")
}

/// Whether requests may be below limits (`IsOvercommitAllowed`).
fn is_shared(resource: &str) -> bool {
    is_native(resource) && !resource.starts_with("hugepages-")
}

fn is_unknown(at: Option<At<'_>>) -> bool {
    at.is_some_and(|at| at.is_unknown())
}

fn unlimited(key: &Key, request: &At<'_>, cx: &mut Cx) {
    let message = format!("{} is not shared, and needs a limit like its request", key.name);
    cx.report(&rules::REQUEST_ABOVE_LIMIT, request.name_span, &request.path, message)
        .help(format!("add it to `limits`: `\"{}\": …`", key.name));
}

fn bounds(key: &Key, request: &At<'_>, limit: &At<'_>, cx: &mut Cx) {
    let (Some(wanted), Some(most)) = (amount(request), amount(limit)) else { return };
    let shown = |at: &At<'_>| index::quantity(&at.node.value).unwrap_or_default();
    let (name, request_text, limit_text) = (&key.name, shown(request), shown(limit));
    let message = if wanted.exceeds(most) {
        format!("the request of `{request_text}` {name} is above the limit of `{limit_text}`")
    } else if wanted != most && !is_shared(name) {
        format!(
            "the request of `{request_text}` {name} is not the limit of `{limit_text}`, which it has to be: {name} is not shared"
        )
    } else {
        return;
    };
    cx.report(&rules::REQUEST_ABOVE_LIMIT, request.span(), &request.path, message)
        .help(format!("request at most `{limit_text}`, or raise the limit"))
        .label(limit.span(), "the limit is here");
}

fn amount(at: &At<'_>) -> Option<quantity::Quantity> {
    quantity::parse(&index::quantity(&at.node.value)?).ok()
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
            [r#"request_above_limit at "1500m" in spec.containers[0].resources.requests[cpu]"#]
        );
        assert_eq!(message(&template).0, "the request of `1500m` cpu is above the limit of `1`");
        assert_eq!(wrong(&resources(r#"requests: { cpu: ? }, limits: { cpu: "1" }"#)), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_shared_is_requested_whole() {
        let template = resources(r#"requests: { "nvidia.com/gpu": 1 }, limits: { "nvidia.com/gpu": 2 }"#);
        assert_eq!(
            wrong(&template),
            ["request_above_limit at 1 in spec.containers[0].resources.requests[nvidia.com/gpu]"]
        );
        let alone = resources(r#"requests: { "nvidia.com/gpu": 1 }"#);
        assert_eq!(message(&alone).0, "nvidia.com/gpu is not shared, and needs a limit like its request");
        let part = resources(r#"limits: { "nvidia.com/gpu": "500m" }"#);
        assert_eq!(
            wrong(&part),
            [r#"invalid_amount at "500m" in spec.containers[0].resources.limits[nvidia.com/gpu]"#]
        );
    }

    #[test]
    fn a_resource_has_a_known_name_or_a_domain() {
        let template = resources(r#"limits: { mem: "1Gi", "hugepages-2Mi": "2Mi", "a/b/c": 1 }"#);
        assert_eq!(
            wrong(&template),
            [
                "resource_name at mem in spec.containers[0].resources.limits[mem]",
                r#"resource_name at "a/b/c" in spec.containers[0].resources.limits[a/b/c]"#,
            ]
        );
    }

    #[test]
    fn an_amount_is_a_quantity_and_not_below_zero() {
        let template = resources(r#"limits: { cpu: "-1", memory: "64MB" }"#);
        assert_eq!(
            wrong(&template),
            [
                r#"invalid_amount at "-1" in spec.containers[0].resources.limits[cpu]"#,
                r#"quantity at "64MB" in spec.containers[0].resources.limits[memory]"#,
            ]
        );
        assert_eq!(
            message(&resources(r#"limits: { memory: "1K" }"#)).0,
            "the quantity `1K` has the suffix `K`, which is `k` for 1000 or `Ki` for 1024"
        );
    }
}
