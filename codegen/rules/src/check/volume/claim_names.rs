//! Claims that are made for a pod are named after it, and not to be mounted by that name.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;

/// `ValidateVolumes`, where the pod's own name is known
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(own) = pod.own_name() else { return };
    let volumes = pod.list("volumes");
    let named =
        |volume: &At<'_>| Some((volume.get("name")?.span(), format!("{own}-{}", volume.text_of("name")?)));
    let mut made = HashMap::new();
    for volume in volumes.iter().filter(|volume| volume.get("ephemeral").is_some()) {
        let Some((span, claim)) = named(volume) else { continue };
        if let Err(invalid) = name::subdomain(&claim) {
            cx.refuse(&rules::CLAIM_NAME, span, volume.path_of("name"), "claim's name", &claim, invalid)
                .help("the claim is named after the pod and the volume");
        }
        made.insert(claim, span);
    }
    for volume in &volumes {
        let Some(claim) = volume.get("persistentVolumeClaim").and_then(|source| source.get("claimName"))
        else {
            continue;
        };
        let Some((text, first)) = claim.text().and_then(|text| Some((text, made.get(text)?))) else {
            continue;
        };
        let message = format!("the claim `{text}` is made for another volume of this pod");
        cx.report(&rules::CLAIM_NAME, claim.span(), claim.path, message)
            .help("mount that volume, or name another claim")
            .label(*first, "for this one");
    }
}
