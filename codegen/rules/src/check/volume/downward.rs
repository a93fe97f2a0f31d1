//! Files with what the pod knows of itself: one field or one resource each.

use crate::check::cx::Cx;
use crate::check::field_refs;
use crate::pod::Pod;
use crate::rules;
use crate::tree::Value;

/// What of a pod a file may hold; the kubelet writes it anew when it changes.
const FIELDS: [&str; 5] =
    ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

/// `validateDownwardAPIVolumeFile`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for volume in pod.list("volumes") {
        let projected = super::projected(&volume);
        let sources = projected.iter().chain([&volume]).filter_map(|holder| holder.get("downwardAPI"));
        for file in sources.flat_map(|source| source.list("items")) {
            if let Some(field) = file.get("fieldRef") {
                field_refs::field(&field, &FIELDS, cx);
            } else if let Some(resource) = file.get("resourceFieldRef") {
                cx.require(&resource, "containerName", "a resource in a file");
                field_refs::resource(&resource, cx);
            } else if matches!(file.node.value, Value::Map(_)) {
                let (field, resource) = (cx.word("fieldRef"), cx.word("resourceFieldRef"));
                cx.report(&rules::REQUIRED, file.span(), file.path, "the file has nothing to hold")
                    .help(format!("give one of `{field}` and `{resource}`"));
            }
        }
    }
}
