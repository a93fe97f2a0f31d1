//! References to a field of the pod or a resource of a container, in variables and in files.

use super::cx::Cx;
use super::nearest::{listed, nearest};
use crate::formats::{name, quantity};
use crate::index;
use crate::pod::At;
use crate::rules;

/// What of a container's resources can be told (`validContainerResourceFieldPathExpressions`).
const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
];

/// `validateObjectFieldSelector`: the path is one of those that stand here, or a label or an annotation by its key.
pub(super) fn field(reference: &At<'_>, fields: &[&str], cx: &mut Cx) {
    if reference.get("apiVersion").is_some_and(|version| version.is_unknown()) {
        return;
    }
    let Some(path) = reference.get("fieldPath") else { return };
    let Some(text) = path.text().filter(|text| !text.is_empty()) else { return };
    if let Some(version) = reference.text_of("apiVersion").filter(|version| *version != "v1") {
        let at = reference.get("apiVersion").map_or(reference.span(), |version| version.span());
        cx.report(
            &rules::FIELD_REFERENCE,
            at,
            path.path,
            format!("a pod has fields in version `v1`, not `{version}`"),
        )
        .help("leave it out");
        return;
    }
    match subscript(text) {
        Some(("metadata.annotations", key)) => keyed(reference, &path, &key.to_lowercase(), cx),
        Some(("metadata.labels", key)) => keyed(reference, &path, key, cx),
        Some((field, _)) => {
            let message = format!("`{field}` has no keys: labels and annotations have");
            cx.report(&rules::FIELD_REFERENCE, path.span(), path.path, message);
        }
        None if fields.contains(&text) || text == "spec.host" && fields.contains(&"spec.nodeName") => {}
        None => unknown(&path, text, fields, cx),
    }
}

/// `metadata.labels['app']` as the field and the key (`SplitMaybeSubscriptedPath`).
fn subscript(path: &str) -> Option<(&str, &str)> {
    path.strip_suffix("']")?.split_once("['").filter(|(field, _)| !field.is_empty())
}

/// The API server leaves the path of the key's field out.
fn keyed(reference: &At<'_>, path: &At<'_>, key: &str, cx: &mut Cx) {
    if let Err(invalid) = name::qualified(key) {
        cx.refuse(&rules::INVALID_LABEL, path.span(), reference.path, "key", key, invalid);
    }
}

fn unknown(path: &At<'_>, text: &str, fields: &[&str], cx: &mut Cx) {
    let help = match nearest(text, fields.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", listed(fields.iter().copied())),
    };
    cx.report(
        &rules::NOT_SUPPORTED,
        path.span(),
        path.path,
        format!("`{text}` is no field to refer to here"),
    )
    .help(help);
}

/// `validateContainerResourceFieldSelector`: a request or a limit, and a divisor that is one of its units.
pub(super) fn resource(reference: &At<'_>, cx: &mut Cx) {
    let Some(resource) = reference.get("resource") else { return };
    let Some(text) = resource.text().filter(|text| !text.is_empty()) else { return };
    let is_huge = ["requests.hugepages-", "limits.hugepages-"].iter().any(|prefix| text.starts_with(prefix));
    if RESOURCES.contains(&text) || is_huge {
        divisor(reference, text, cx);
        return;
    }
    let help = match nearest(text, RESOURCES) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}, and those of `hugepages-…`", listed(RESOURCES)),
    };
    cx.report(
        &rules::NOT_SUPPORTED,
        resource.span(),
        resource.path,
        format!("`{text}` is no resource to refer to"),
    )
    .help(help);
}

/// `validateContainerResourceDivisor`: units of which the API server knows the canonical form alone.
fn divisor(reference: &At<'_>, resource: &str, cx: &mut Cx) {
    let Some(divisor) = reference.get("divisor") else { return };
    let Some(text) = index::quantity(&divisor.node.value) else { return };
    let (ok, units) = if matches!(resource, "limits.cpu" | "requests.cpu") {
        (is_unit(&text, &["1m", "1"]), "`1` or `1m`")
    } else {
        (is_unit(&text, &BYTES), "`1`, or one of a suffix such as `1k` or `1Mi`")
    };
    if !ok {
        let message = format!("`{text}` is no unit of `{resource}`");
        cx.report(&rules::FIELD_REFERENCE, divisor.span(), divisor.path, message)
            .help(format!("a divisor is {units}"));
    }
}

/// Units of bytes: a thousand or 1024 of the one before.
const BYTES: [&str; 13] = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

/// Powers of ten without a suffix, for which the API server writes `1`.
const BEYOND: [&str; 3] = ["1000E", "1000000E", "1000000000E"];

/// Whether the API server writes a quantity as one of the units; 0 is none. It writes what was written, unless that was
/// too long to be read fast, or not in its own form.
fn is_unit(text: &str, units: &[&str]) -> bool {
    let Ok(amount) = quantity::parse(text) else { return true };
    if amount.is_zero() || units.contains(&text) {
        return true;
    }
    let is_same = |unit: &&str| quantity::parse(unit).is_ok_and(|unit| unit == amount);
    let has_exponent = text.len() > text.trim_end_matches(|end: char| end.is_ascii_digit()).len()
        && text.contains(['e', 'E']);
    if quantity::is_kept_as_written(text) || has_exponent {
        return false;
    }
    match units.iter().copied().find(is_same) {
        Some(unit) => unit == "1" || unit.ends_with('i') == text.ends_with('i'),
        None => !text.ends_with('i') && BEYOND.iter().any(is_same),
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES, is_unit};

    #[test]
    fn a_unit_is_one_as_it_is_written() {
        for right in ["1", "1.0", "1k", "1000", "1024Ki", "1E", "1Ei", "0", "1024Ti", "1000E"] {
            assert!(is_unit(right, &BYTES), "{right}");
        }
        for wrong in
            ["2", "1024", "+1", "01", "1e0", "1e3", "1m", "-1", "1000Pi", "0.5Ki", "976.5625Ki", "2000E"]
        {
            assert!(!is_unit(wrong, &BYTES), "{wrong}");
        }
        let of_cpu = |text| is_unit(text, &["1m", "1"]);
        assert!(of_cpu("1m") && of_cpu("0.001") && of_cpu("1000m") && !of_cpu("1e0") && !of_cpu("1k"));
    }
}
