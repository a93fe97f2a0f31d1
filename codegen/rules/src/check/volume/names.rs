//! The names of volumes, of their drivers, and of what the drivers use.

use crate::check::cx::Cx;
use crate::formats::{Invalid, iscsi, name};
use crate::pod::{At, Pod};
use crate::rules;

/// `ValidateVolumes`, `ValidateCSIDriverName`, `validateStorageOSVolumeSource`, `validateISCSIVolumeSource`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for volume in pod.list("volumes") {
        cx.form(&rules::INVALID_NAME, "volume name", volume.get("name").as_ref(), name::label);
        if let Some(csi) = volume.get("csi") {
            cx.form(&rules::INVALID_NAME, "CSI driver", csi.get("driver").as_ref(), driver);
            secret(&csi, cx);
        }
        if let Some(storage) = volume.get("storageos") {
            cx.form(&rules::INVALID_NAME, "volume", storage.get("volumeName").as_ref(), name::label);
            cx.form(&rules::INVALID_NAME, "namespace", storage.get("volumeNamespace").as_ref(), name::label);
        }
        if let Some(target) = volume.get("iscsi") {
            cx.form(&rules::ISCSI_NAME, "target", target.get("iqn").as_ref(), iscsi::name);
            if let Some(initiator) = target.get("initiatorName") {
                initiates(&initiator, &target, &volume, cx);
            }
        }
    }
}

/// A driver's name may have capitals, and is short.
fn driver(text: &str) -> Result<(), Invalid> {
    if text.len() > 63 {
        return Err(Invalid { reason: "is longer than 63 characters", start: 63, end: text.len() });
    }
    name::subdomain(&text.to_ascii_lowercase())
}

/// The API server leaves the reference out of the path.
fn secret(csi: &At<'_>, cx: &mut Cx) {
    let Some(name) = csi.get("nodePublishSecretRef").and_then(|secret| secret.get("name")) else { return };
    let name = At { path: csi.path_of("name"), ..name };
    cx.form(&rules::INVALID_NAME, "secret's name", Some(&name), name::subdomain);
}

/// With an initiator of its own the connection is named after the volume and the portal.
fn initiates(initiator: &At<'_>, target: &At<'_>, volume: &At<'_>, cx: &mut Cx) {
    cx.form_even_empty(&rules::ISCSI_NAME, "initiator", initiator, iscsi::name);
    let (Some(name), Some(portal)) = (volume.get("name"), target.text_of("targetPortal")) else { return };
    let Some(text) = name.text() else { return };
    let letters = text.len() + 1 + portal.len();
    if letters > 64 {
        let word = cx.word("initiatorName");
        let message = format!(
            "with `{word}` the volume's name and the portal have at most 63 letters together, and these have {}",
            letters - 1
        );
        cx.report(&rules::ISCSI_NAME, name.span(), name.path, message).help("give the volume a shorter name");
    }
}
