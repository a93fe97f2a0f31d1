//! What a volume's source cannot do without, beyond the schema's own required fields.

use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

/// A source, one of its fields, and what needs it.
const TEXTS: [(&str, &str, &str); 4] = [
    ("secret", "secretName", "a volume of a Secret"),
    ("configMap", "name", "a volume of a ConfigMap"),
    ("scaleIO", "volumeName", "a ScaleIO volume"),
    ("storageos", "volumeName", "a StorageOS volume"),
];

/// Sources whose reference to a Secret has a name.
const SECRETS: [(&str, &str); 3] =
    [("cinder", "secretRef"), ("csi", "nodePublishSecretRef"), ("storageos", "secretRef")];

/// `validateSecretVolumeSource` and its like for the other sources
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for volume in pod.list("volumes") {
        for (source, field, what) in TEXTS {
            require(volume.get(source), field, what, cx);
        }
        // A template of an image without a reference was taken before 1.37, for its pods to be refused.
        if cx.sees_pods(pod) || cx.has(37) {
            require(volume.get("image"), "reference", "a volume of an image", cx);
        }
        for (source, secret) in SECRETS {
            require(
                volume.get(source).and_then(|source| source.get(secret)),
                "name",
                "a driver's secret",
                cx,
            );
        }
        for source in ["rbd", "cephfs"].iter().filter_map(|source| volume.get(source)) {
            monitors(&source, cx);
        }
        if let Some(claim) =
            volume.get("ephemeral").filter(|claim| claim.get("volumeClaimTemplate").is_none())
        {
            object(&claim, "volumeClaimTemplate", "an ephemeral volume", cx);
        }
        if let Some(iscsi) = volume.get("iscsi") {
            chap(&iscsi, cx);
        }
        for source in super::projected(&volume) {
            require(source.get("secret"), "name", "a projected Secret", cx);
            require(source.get("configMap"), "name", "a projected ConfigMap", cx);
        }
    }
}

fn require(object: Option<At<'_>>, field: &'static str, what: &str, cx: &mut Cx) {
    if let Some(object) = object {
        cx.require(&object, field, what);
    }
}

fn object(of: &At<'_>, field: &'static str, what: &str, cx: &mut Cx) {
    if of.is_unknown() {
        return;
    }
    let word = cx.word(field);
    cx.report(&rules::REQUIRED, of.span(), of.path_of(field), format!("{what} needs `{word}`"))
        .help(format!("add `{word}: {{ … }}`"));
}

fn monitors(source: &At<'_>, cx: &mut Cx) {
    let Some(monitors) = source.get("monitors") else { return };
    if !monitors.is_unknown() && source.list("monitors").is_empty() {
        cx.report(
            &rules::REQUIRED,
            monitors.span(),
            monitors.path,
            "a Ceph volume needs a monitor, and this names none",
        )
        .help("name one: `monitors: [\"10.0.0.1:6789\"]`");
    }
}

/// Authentication by CHAP needs the Secret with the passwords.
fn chap(iscsi: &At<'_>, cx: &mut Cx) {
    let asked = ["chapAuthDiscovery", "chapAuthSession"]
        .into_iter()
        .find(|field| iscsi.get(field).is_some_and(|on| on.is(true)));
    let Some(asked) = asked.filter(|_| iscsi.get("secretRef").is_none()) else { return };
    let (at, word) = (iscsi.get(asked).map_or(iscsi.span(), |asked| asked.name_span), cx.word(asked));
    let secret = cx.word("secretRef");
    cx.report(&rules::REQUIRED, at, iscsi.path_of("secretRef"), format!("`{word}` needs `{secret}`"))
        .help(format!("add `{secret}: {{ name: \"…\" }}`"));
}

#[cfg(test)]
mod tests {
    use crate::check::notation::read;
    use crate::check::{Options, check};
    use crate::schema::{Minor, Root};

    #[test]
    fn an_image_has_a_reference_in_a_pod_and_from_1_37_on_in_templates() {
        let document = read(
            r#"{ spec: { containers: [{ name: "a", image: "a" }], volumes: [{ name: "v", image: {} }] } }"#,
        );
        let errors = |root, minor| {
            let options = Options { kubernetes: Minor(minor), server_only: true, ..Options::of(root) };
            check(&document, &options).diagnostics.len()
        };
        assert_eq!(errors(Root::Pod, 36), 1);
        assert_eq!(errors(Root::PodTemplateSpec, 36), 0);
        assert_eq!(errors(Root::PodTemplateSpec, 37), 1);
    }
}
