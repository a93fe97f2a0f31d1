//! Kinds of volumes that Kubernetes takes and no longer mounts, or soon will not.

use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

/// A source, and what became of it (`warningsForPodSpecAndMeta`).
const SOURCES: [(&str, &str); 9] = [
    ("cephfs", "is no longer mounted since Kubernetes 1.31"),
    ("flocker", "is no longer mounted since Kubernetes 1.25"),
    ("gitRepo", "is no longer mounted by default since Kubernetes 1.33"),
    ("glusterfs", "is no longer mounted since Kubernetes 1.26"),
    ("photonPersistentDisk", "is no longer mounted since Kubernetes 1.16"),
    ("quobyte", "is no longer mounted since Kubernetes 1.25"),
    ("rbd", "is no longer mounted since Kubernetes 1.31"),
    ("scaleIO", "is no longer mounted since Kubernetes 1.22"),
    ("storageos", "is no longer mounted since Kubernetes 1.25"),
];

pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for volume in pod.list("volumes") {
        for (source, fate) in SOURCES {
            let Some(at) = volume.get(source) else { continue };
            let (word, csi) = (cx.word(source), cx.word("persistentVolumeClaim"));
            let help = match source {
                "gitRepo" => "clone in an init container, into an empty directory".to_owned(),
                _ => format!("use the CSI driver of the storage, by `csi` or `{csi}`"),
            };
            let path = match source {
                // So it stands in the API server's warning, and as in the document in its errors.
                "storageos" => volume.path_of("storageOS"),
                _ => at.path,
            };
            cx.report(&rules::DEPRECATED_VOLUME, at.name_span, path, format!("`{word}` {fate}")).help(help);
        }
    }
}
