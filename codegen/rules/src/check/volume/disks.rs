//! What the drivers of single vendors ask for.

use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::Value;

/// `validateFCVolumeSource`, `validateQuobyteVolumeSource`, `validateFlockerVolumeSource`, `validateAzureDisk`,
/// `validateFlexVolumeSource`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for volume in pod.list("volumes") {
        let source =
            |name: &str| volume.get(name).filter(|source| matches!(source.node.value, Value::Map(_)));
        if let Some(fc) = source("fc") {
            fibre_channel(&fc, cx);
        }
        if let Some(quobyte) = source("quobyte") {
            registry(&quobyte, cx);
        }
        if let Some(flocker) = source("flocker") {
            dataset(&flocker, cx);
        }
        if let Some(azure) = source("azureDisk") {
            disk(&azure, cx);
        }
        if let Some(flex) = source("flexVolume") {
            options(&flex, cx);
        }
    }
}

fn fibre_channel(fc: &At<'_>, cx: &mut Cx) {
    let names = ["targetWWNs", "wwids"];
    if names.iter().any(|names| fc.get(names).is_some_and(|list| list.is_unknown())) {
        return;
    }
    let [targets, ids] = names.map(|names| fc.list(names).len());
    if targets == 0 && ids == 0 {
        let [targets, ids] = names.map(|names| cx.word(names));
        let message = "a Fibre Channel volume names its targets or its ids";
        cx.report(&rules::REQUIRED, fc.span(), fc.path_of("targetWWNs"), message)
            .help(format!("give `{targets}: [\"…\"]` with `lun`, or `{ids}: [\"…\"]`"));
    }
    if targets > 0 && ids > 0 {
        let at = fc.get("targetWWNs").map_or(fc.span(), |list| list.name_span);
        cx.report(
            &rules::ONE_OF,
            at,
            fc.path_of("targetWWNs"),
            "a Fibre Channel volume has targets or ids, not both",
        )
        .help("keep one of the two lists");
    }
    if targets == 0 {
        return;
    }
    match fc.get("lun") {
        Some(lun) => crate::check::bounds::within(Some(&lun), &(0..=255), "logical unit", cx),
        None => {
            cx.report(
                &rules::REQUIRED,
                fc.span(),
                fc.path_of("lun"),
                "a target has units, and this names none",
            )
            .help("add `lun: 0`");
        }
    }
}

fn registry(quobyte: &At<'_>, cx: &mut Cx) {
    let Some(registry) = quobyte.get("registry") else { return };
    let Some(text) = registry.text().filter(|text| !text.is_empty()) else { return };
    if let Some(tenant) =
        quobyte.get("tenant").filter(|tenant| tenant.text().is_some_and(|text| text.len() > 64))
    {
        cx.report(&rules::TOO_LONG, tenant.span(), tenant.path, "a tenant has at most 64 letters");
    } else if let Some(wrong) = text.split(',').find(|pair| !is_host_and_port(pair)) {
        cx.report(
            &rules::QUOBYTE_REGISTRY,
            registry.span(),
            registry.path,
            format!("`{wrong}` is no host and port"),
        )
        .help("write `host:port`, and a comma between two of them");
    }
}

/// `net.SplitHostPort`
fn is_host_and_port(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else { return false };
    let host = match host.strip_prefix('[') {
        Some(inner) => match inner.strip_suffix(']') {
            Some(inner) => inner,
            None => return false,
        },
        None if host.contains(':') => return false,
        None => host,
    };
    !host.contains(['[', ']']) && !port.contains(['[', ']'])
}

fn dataset(flocker: &At<'_>, cx: &mut Cx) {
    let [name, id] = ["datasetName", "datasetUUID"].map(|field| flocker.get(field));
    let is_given = |at: &Option<At<'_>>| at.as_ref().is_some_and(|at| at.text() != Some(""));
    match (is_given(&name), is_given(&id)) {
        (false, false) => {
            let word = cx.word("datasetName");
            cx.report(&rules::REQUIRED, flocker.span(), flocker.path, "a Flocker volume names its dataset")
                .help(format!("give `{word}`"));
        }
        (true, true) => {
            let at = id.map_or(flocker.span(), |id| id.name_span);
            cx.report(
                &rules::ONE_OF,
                at,
                flocker.path,
                "a Flocker volume has one dataset, by its name or by its id",
            )
            .help("keep one of them");
        }
        _ => {}
    }
    if let Some(name) = name.filter(|name| name.text().is_some_and(|text| text.contains('/'))) {
        cx.report(&rules::INVALID_NAME, name.span(), name.path, "the name of a dataset has no `/`");
    }
}

fn disk(azure: &At<'_>, cx: &mut Cx) {
    let Some(uri) = azure.get("diskURI") else { return };
    let kind = azure.get("kind").map_or(Some("Shared"), |kind| kind.text());
    let Some(kind) = kind else { return };
    let Some(text) = uri.text().filter(|text| !text.is_empty()) else { return };
    let (start, example) = match kind {
        "Managed" => {
            ("/subscriptions/", "/subscriptions/…/resourcegroups/…/providers/microsoft.compute/disks/…")
        }
        _ => ("https://", "https://….blob.core.windows.net/…/….vhd"),
    };
    if !text.starts_with(start) {
        let message = format!("the disk of the kind `{kind}` has an address that begins with `{start}`");
        cx.report(&rules::NOT_SUPPORTED, uri.span(), uri.path, message).help(format!("such as `{example}`"));
    }
}

fn options(flex: &At<'_>, cx: &mut Cx) {
    for (key, value) in flex.map("options") {
        let domain = key.name.split_once('/').map_or(key.name.as_str(), |(domain, _)| domain);
        let domain = format!(".{}", domain.to_lowercase());
        if [".kubernetes.io", ".k8s.io"].iter().any(|own| domain.ends_with(own)) {
            let message = format!("the option `{}` has a domain of Kubernetes' own", key.name);
            cx.report(&rules::RESERVED_OPTION, key.span, value.path, message)
                .help("use a domain of the driver's");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_host_and_port;

    #[test]
    fn an_address_has_a_host_and_a_port() {
        for right in ["a:1", "[::1]:1", ":", "a:", "1.2.3.4:http"] {
            assert!(is_host_and_port(right), "{right}");
        }
        for wrong in ["", "a", "::1:1", "[::1]", "[::1", "[a]b:1", "a[:1", "a:1]"] {
            assert!(!is_host_and_port(wrong), "{wrong}");
        }
    }
}
