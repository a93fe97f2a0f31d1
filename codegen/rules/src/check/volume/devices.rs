//! Block devices: claims that a container has without a file system, each under a name and a path of its own.

use std::collections::{HashMap, HashSet};

use crate::check::cx::Cx;
use crate::check::duplicates;
use crate::formats::path;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::SpanId;

/// `ValidateVolumeDevices`, and what `ValidateVolumeMounts` says of a volume that is both
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let volumes = pod.list("volumes");
    let files: HashSet<&str> = volumes
        .iter()
        .filter(|volume| !is_claim(volume))
        .filter_map(|volume| volume.text_of("name"))
        .collect();
    for container in &pod.containers {
        let devices = container.at.list("volumeDevices");
        let (mut names, mut paths) = (HashMap::new(), HashMap::new());
        for device in &devices {
            name(device, &files, &mut names, cx);
            placed(device, &mut paths, cx);
        }
        for mount in container.at.list("volumeMounts") {
            let both = mount.get("name").and_then(|at| Some((at.text()?, at)));
            if let Some((text, at)) = both.filter(|(text, _)| !files.contains(text))
                && let Some(device) = names.get(text)
            {
                let message = format!("the volume `{text}` is a block device of this container already");
                cx.report(&rules::BLOCK_DEVICE, at.span(), at.path, message)
                    .help("mount it, or have it as a device")
                    .label(*device, "the device");
            }
            let both = mount.get("mountPath").and_then(|at| Some((paths.get(at.text()?)?, at)));
            if let Some((device, at)) = both {
                let message = format!(
                    "a block device of this container has the path `{}` already",
                    at.text().unwrap_or_default()
                );
                cx.report(&rules::DUPLICATE_MOUNT_PATH, at.span(), at.path, message)
                    .help("mount the volume elsewhere")
                    .label(*device, "the device");
            }
        }
    }
}

/// Whether a volume is a claim, or it cannot be told.
fn is_claim(volume: &At<'_>) -> bool {
    volume.is_unknown()
        || ["persistentVolumeClaim", "ephemeral"].iter().any(|source| volume.get(source).is_some())
}

fn name<'t>(device: &At<'t>, files: &HashSet<&str>, names: &mut HashMap<&'t str, SpanId>, cx: &mut Cx) {
    let Some(at) = device.get("name") else { return };
    let Some(text) = at.text() else { return };
    if files.contains(text) {
        let message = format!("the volume `{text}` is no claim, and has no block device");
        let help = format!("mount it: `{}`", cx.word("volumeMounts"));
        cx.report(&rules::BLOCK_DEVICE, at.span(), at.path, message).help(help);
    }
    if let Some(first) = duplicates::first(names, text, at.span()) {
        let message = format!("`{text}` is a device of this container already");
        cx.report(&rules::BLOCK_DEVICE, at.span(), at.path, message)
            .help("keep one of them")
            .label(first, "first given here");
    }
}

fn placed<'t>(device: &At<'t>, paths: &mut HashMap<&'t str, SpanId>, cx: &mut Cx) {
    let Some(at) = device.get("devicePath") else { return };
    let Some(text) = at.text() else { return };
    if let Err(invalid) = path::no_backsteps(text) {
        cx.refuse(&rules::INVALID_PATH, at.span(), at.path, "device's path", text, invalid)
            .help("name the place itself");
        return;
    }
    if let Some(first) = duplicates::first(paths, text, at.span()) {
        let message = format!("another device of this container has the path `{text}` already");
        cx.report(&rules::DUPLICATE_MOUNT_PATH, at.span(), at.path, message)
            .help("give one of them another path")
            .label(first, "first given here");
    }
}
