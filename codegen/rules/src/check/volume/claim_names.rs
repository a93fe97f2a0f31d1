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

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong_pod;

    fn pod(name: &str, volumes: &str) -> Vec<String> {
        wrong_pod(&format!(
            r#"{{ metadata: {{ name: "{name}" }}, spec: {{ containers: [{{ name: "a", image: "a" }}], volumes: [{volumes}] }} }}"#
        ))
    }

    const MADE: &str = r#"{ name: "data", ephemeral: { volumeClaimTemplate: { spec: {
        accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } } } }"#;

    #[test]
    fn a_claim_that_is_made_for_a_pod_is_not_mounted_by_its_name() {
        let other = |claim: &str| {
            format!(r#"{MADE}, {{ name: "b", persistentVolumeClaim: {{ claimName: "{claim}" }} }}"#)
        };
        assert_eq!(
            pod("run", &other("run-data")),
            [r#"claim_name at "run-data" in spec.volumes[1].persistentVolumeClaim.claimName"#]
        );
        assert_eq!(pod("run", &other("data")), Vec::<String>::new());
    }

    #[test]
    fn a_claim_is_named_after_the_pod_and_the_volume() {
        let long = "a".repeat(250);
        assert_eq!(pod(&long, MADE), [r#"claim_name at "data" in spec.volumes[0].name"#]);
        assert_eq!(pod(&"a".repeat(248), MADE), Vec::<String>::new());
    }
}
