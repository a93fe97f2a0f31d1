//! Lists of resources: the names that stand in them, and how much of each there can be.

use crate::check::cx::Cx;
use crate::check::nearest::{listed, nearest};
use crate::formats::miscount::is_miscounted;
use crate::formats::{name, quantity};
use crate::index;
use crate::pod::At;
use crate::rules;
use crate::tree::Key;

/// Whose resources they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// A container's (`ValidateContainerResourceName`).
    Container,
    /// The pod's (`validatePodResourceName`).
    Pod,
}

const OF_CONTAINER: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];
const OF_POD: [&str; 2] = ["cpu", "memory"];

/// Checks a list of resources.
pub(super) fn check(list: &[(&Key, At<'_>)], of: Of, cx: &mut Cx) {
    for (key, at) in list {
        if is_known(key, at, of, cx) {
            amount(key, at, cx);
        }
    }
}

fn is_known(key: &Key, at: &At<'_>, of: Of, cx: &mut Cx) -> bool {
    let resource = key.name.as_str();
    let own: &[&str] = if of == Of::Pod { &OF_POD } else { &OF_CONTAINER };
    if own.contains(&resource) || is_huge(resource) && name::qualified(resource).is_ok() {
        return true;
    }
    if let Err(invalid) = name::qualified(resource) {
        cx.refuse(&rules::RESOURCE_NAME, key.span, at.path, "resource", resource, invalid);
        return false;
    }
    let (message, others) = match of {
        Of::Pod => (format!("a pod has no `{resource}` for all its containers"), ""),
        Of::Container if is_native(resource) && resource.contains('/') || is_extended(resource) => {
            return true;
        }
        Of::Container if resource.contains('/') => (
            format!("`{resource}` cannot be a resource: its name is too long, or begins with `requests.`"),
            "",
        ),
        Of::Container => {
            (format!("`{resource}` is no resource of a container"), ", and devices: `nvidia.com/gpu`")
        }
    };
    let known = own.iter().copied().chain(["hugepages-…"]);
    let help = match nearest(resource, own.iter().copied()) {
        // A device is one letter from a processor.
        Some(near) if resource != "gpu" => format!("did you mean `{near}`?"),
        _ => format!("there are {}{others}", listed(known)),
    };
    cx.report(&rules::RESOURCE_NAME, key.span, at.path, message).help(help);
    false
}

/// `ValidateResourceQuantityValue`
fn amount(key: &Key, at: &At<'_>, cx: &mut Cx) {
    let Some(amount) = amount_of(at) else { return };
    let text = index::quantity(&at.node.value).unwrap_or_default();
    if amount.is_negative() {
        cx.report(&rules::INVALID_AMOUNT, at.span(), at.path, "an amount of a resource is not below zero")
            .help("write how much of it there is, or leave it out");
    } else if is_extended(&key.name) && !amount.is_whole() {
        let message = format!("{} is given out whole: this is a part of one", key.name);
        cx.report(&rules::INVALID_AMOUNT, at.span(), at.path, message).help("write a whole number");
    } else if is_extended(&key.name) && is_miscounted(&text) {
        let message = format!("`{text}` of {} is more than Kubernetes can count", key.name);
        cx.report(&rules::INVALID_AMOUNT, at.span(), at.path, message).help("write what there can be of it");
    }
}

/// The amount where it is known.
pub(in crate::check) fn amount_of(at: &At<'_>) -> Option<quantity::Quantity> {
    quantity::parse(&index::quantity(&at.node.value)?).ok()
}

/// `IsHugePageResourceName`
pub(super) fn is_huge(resource: &str) -> bool {
    resource.starts_with("hugepages-")
}

/// `IsNativeResource`
fn is_native(resource: &str) -> bool {
    !resource.contains('/') || resource.contains("kubernetes.io/")
}

/// `IsExtendedResourceName`: a quota has it with a prefix, which has to fit too.
fn is_extended(resource: &str) -> bool {
    !is_native(resource)
        && !resource.starts_with("requests.")
        && name::qualified(&format!("requests.{resource}")).is_ok()
}

/// Whether requests may be below limits (`IsOvercommitAllowed`).
pub(super) fn is_shared(resource: &str) -> bool {
    is_native(resource) && !is_huge(resource)
}

#[cfg(test)]
pub(super) mod tests {
    use crate::check::notation::wrong;

    /// What is wrong with a container of these limits.
    pub(in crate::check::container) fn limits(limits: &str) -> Vec<String> {
        wrong(&format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", resources: {{ limits: {{ {limits} }} }} }}] }} }}"#
        ))
    }

    #[test]
    fn more_devices_than_kubernetes_can_count_are_refused_as_it_refuses_them() {
        assert_eq!(
            limits(r#""nvidia.com/gpu": "1Ei""#),
            [r#"invalid_amount at "1Ei" in spec.containers[0].resources.limits[nvidia.com/gpu]"#]
        );
        assert_eq!(limits(r#""nvidia.com/gpu": "1E", memory: "1Ei""#), Vec::<String>::new());
    }

    #[test]
    fn a_resource_has_a_known_name_or_a_domain() {
        assert_eq!(
            limits(
                r#"mem: "1Gi", memory: "1Gi", "hugepages-2Mi": "2Mi", "a/b/c": 1, "kubernetes.io/x": "1m", "requests.a/b": 1, storage: 1"#
            ),
            [
                "resource_name at mem in spec.containers[0].resources.limits[mem]",
                r#"resource_name at "a/b/c" in spec.containers[0].resources.limits[a/b/c]"#,
                r#"resource_name at "requests.a/b" in spec.containers[0].resources.limits[requests.a/b]"#,
                "resource_name at storage in spec.containers[0].resources.limits[storage]",
            ]
        );
    }

    #[test]
    fn an_amount_is_a_quantity_and_not_below_zero() {
        assert_eq!(
            limits(r#"cpu: "-1", memory: "64MB", "nvidia.com/gpu": "500m""#),
            [
                r#"invalid_amount at "-1" in spec.containers[0].resources.limits[cpu]"#,
                r#"quantity at "64MB" in spec.containers[0].resources.limits[memory]"#,
                r#"invalid_amount at "500m" in spec.containers[0].resources.limits[nvidia.com/gpu]"#,
            ]
        );
    }
}
