//! Paths in volumes and on the node: where they may point to, and that no two files have the same.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::check::duplicates;
use crate::formats::{Invalid, path};
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::SpanId;

/// Sources that put files under paths of their own, and the fields with these paths.
const OWN: [(&str, &[&str]); 3] = [
    ("serviceAccountToken", &["path"]),
    ("clusterTrustBundle", &["path"]),
    ("podCertificate", &["credentialBundlePath", "keyPath", "certificateChainPath"]),
];

/// `validateHostPathVolumeSource`, `validateGitRepoVolumeSource`, `validateNFSVolumeSource`, `validateKeyToPath`,
/// `validateProjectionSources`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for volume in pod.list("volumes") {
        let field = |source: &str, field: &str| volume.get(source).and_then(|source| source.get(field));
        form(field("hostPath", "path").as_ref(), path::no_backsteps, cx);
        form(field("gitRepo", "directory").as_ref(), path::descending, cx);
        absolute(field("nfs", "path"), cx);
        for item in super::keyed(&volume).iter().flat_map(|source| source.list("items")) {
            form(item.get("path").as_ref(), path::file, cx);
        }
        projected(&volume, cx);
    }
}

/// Says that a path within a volume or on the node has not its form.
pub(super) fn form(at: Option<&At<'_>>, form: fn(&str) -> Result<(), Invalid>, cx: &mut Cx) {
    let Some(at) = at else { return };
    let Some(text) = at.text() else { return };
    let Err(invalid) = form(text) else { return };
    let help = if text.starts_with('/') && invalid.start == 0 {
        format!("write `{}`", text.trim_start_matches('/'))
    } else {
        "name the place itself".to_owned()
    };
    cx.refuse(&rules::INVALID_PATH, at.span(), at.path, "path", text, invalid).help(help);
}

fn absolute(at: Option<At<'_>>, cx: &mut Cx) {
    let Some(at) = at else { return };
    let Some(text) = at.text().filter(|text| !text.is_empty() && !text.starts_with('/')) else { return };
    let message = format!("`{text}` is a path of the server, and not absolute");
    cx.report(&rules::INVALID_PATH, at.span(), at.path, message).help(format!("did you mean `/{text}`?"));
}

fn projected(volume: &At<'_>, cx: &mut Cx) {
    let mut met = HashMap::new();
    for source in super::projected(volume) {
        for item in super::keyed(&source).iter().flat_map(|keyed| keyed.list("items")) {
            form(item.get("path").as_ref(), path::file, cx);
            once(item.get("path"), volume, &mut met, cx);
        }
        for (kind, fields) in OWN {
            let Some(own) = source.get(kind) else { continue };
            for field in fields {
                form(own.get(field).as_ref(), path::file, cx);
                // A token's path is the one that may be another's too.
                if kind != "serviceAccountToken" {
                    once(own.get(field), volume, &mut met, cx);
                }
            }
        }
    }
}

fn once<'t>(at: Option<At<'t>>, volume: &At<'_>, met: &mut HashMap<&'t str, SpanId>, cx: &mut Cx) {
    let Some(at) = at else { return };
    let Some(text) = at.text().filter(|text| !text.is_empty()) else { return };
    let Some(first) = duplicates::first(met, text, at.span()) else { return };
    let message = format!("another file of this volume has the path `{text}` already");
    cx.report(&rules::DUPLICATE_PATH, at.span(), volume.path_of("projected"), message)
        .help("give one of them another path")
        .label(first, "first given here");
}
