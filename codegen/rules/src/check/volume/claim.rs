//! The claim that an ephemeral volume makes: its metadata, access modes, size and source.

use crate::check::container::amounts::amount_of;
use crate::check::cx::Cx;
use crate::check::metadata::labels;
use crate::check::scheduling::selectors;
use crate::formats::name;
use crate::index;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::Value;

/// `validateEphemeralVolumeSource`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for volume in pod.list("volumes") {
        let template = volume.get("ephemeral").and_then(|claim| claim.get("volumeClaimTemplate"));
        let Some(template) = template else { continue };
        if let Some(metadata) = template.get("metadata") {
            carried(&metadata, cx);
        }
        if let Some(spec) = template.get("spec").filter(|spec| matches!(spec.node.value, Value::Map(_))) {
            access_modes(&spec, cx);
            storage(&spec, cx);
            whole(&spec, cx);
            selectors::labels(spec.get("selector").as_ref(), cx);
            classes(&spec, cx);
            super::data_source::check(&spec, cx);
        }
    }
}

/// `ValidateTemplateObjectMeta`: the claim is named after the pod and the volume, and takes labels and annotations alone.
fn carried(metadata: &At<'_>, cx: &mut Cx) {
    for (key, value) in metadata.map("labels") {
        labels::label(key, &value, "label", cx);
    }
    for (key, value) in metadata.map("annotations") {
        labels::annotation_name(key, value.path, cx);
    }
    let Value::Map(entries) = &metadata.node.value else { return };
    for entry in entries {
        let field = entry.key.name.as_str();
        let Some(at) = metadata.get(field).filter(|_| !matches!(field, "labels" | "annotations")) else {
            continue;
        };
        if is_zero(&at.node.value, field) {
            continue;
        }
        let message =
            format!("a claim of a volume has labels and annotations, and no `{}` of its own", cx.word(field));
        cx.report(&rules::FORBIDDEN, at.name_span, metadata.path_of(server_word(field)), message)
            .help("leave it out: the claim is named after the pod and the volume");
    }
}

/// What is as good as absent.
fn is_zero(value: &Value, field: &str) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Integer(number) => field == "generation" && *number == 0,
        Value::Null | Value::Hole(_) | Value::Broken => true,
        _ => false,
    }
}

/// The API server writes these as Go does.
fn server_word(field: &str) -> &str {
    match field {
        "uid" => "uID",
        other => other,
    }
}

fn access_modes(spec: &At<'_>, cx: &mut Cx) {
    let list = spec.get("accessModes");
    let modes = spec.list("accessModes");
    if list.as_ref().is_some_and(At::is_unknown) {
        return;
    }
    if modes.is_empty() {
        let at = list.map_or(spec.span(), |list| list.span());
        let word = cx.word("accessModes");
        cx.report(
            &rules::REQUIRED,
            at,
            spec.path_of("accessModes"),
            "a claim says how the volume is accessed",
        )
        .help(format!("add `{word}: [\"ReadWriteOnce\"]`"));
        return;
    }
    let alone = modes.iter().find(|mode| mode.text() == Some("ReadWriteOncePod"));
    let other = modes.iter().find(|mode| mode.text().is_some_and(|text| text != "ReadWriteOncePod"));
    if let (Some(alone), Some(other)) = (alone, other) {
        let message = "`ReadWriteOncePod` gives the volume to one pod, and stands alone";
        cx.report(&rules::FORBIDDEN, alone.span(), spec.path_of("accessModes"), message)
            .help("keep it, or the others")
            .label(other.span(), "another mode");
    }
}

/// The API server leaves `requests` out of the path.
fn storage(spec: &At<'_>, cx: &mut Cx) {
    let resources = spec.get("resources");
    let requests = resources.as_ref().and_then(|resources| resources.get("requests"));
    if [&resources, &requests].into_iter().flatten().any(At::is_unknown) {
        return;
    }
    let path = format!("{}[storage]", spec.path_of("resources"));
    let wanted = requests.as_ref().and_then(|requests| requests.get("storage"));
    let Some(wanted) = &wanted else {
        let at = requests.or(resources).map_or(spec.span(), |given| given.span());
        cx.report(&rules::REQUIRED, at, path, "a claim says how much storage it is for")
            .help("add `resources: { requests: { storage: \"1Gi\" } }`");
        return;
    };
    if amount_of(wanted).is_some_and(|amount| !amount.is_positive()) {
        cx.report(&rules::INVALID_AMOUNT, wanted.span(), path, "a claim is for more than no storage");
    }
}

/// `GetWarningsForPersistentVolumeClaimSpec`
fn whole(spec: &At<'_>, cx: &mut Cx) {
    let Some(resources) = spec.get("resources") else { return };
    for at in ["requests", "limits"].iter().filter_map(|list| resources.get(list)?.get("storage")) {
        if amount_of(&at).is_some_and(|amount| !amount.is_whole()) {
            let text = index::quantity(&at.node.value).unwrap_or_default();
            let message = format!("`{text}` is no whole number of bytes");
            let path = format!("{}[storage]", at.path.to_string().trim_end_matches(".storage"));
            cx.report(&rules::FRACTIONAL_BYTES, at.span(), path, message)
                .help("write a whole number of them, such as `1Gi`");
        }
    }
}

fn classes(spec: &At<'_>, cx: &mut Cx) {
    for (field, what) in
        [("storageClassName", "storage class"), ("volumeAttributesClassName", "volume attributes class")]
    {
        cx.form(&rules::INVALID_NAME, what, spec.get(field).as_ref(), name::subdomain);
    }
}
