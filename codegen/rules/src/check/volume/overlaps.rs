//! Files of one volume whose paths are in each other's way: one of them is a folder, or hides the other.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::{SpanId, Value};

/// `warningsForOverlappingVirtualPaths`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for volume in pod.list("volumes") {
        // A volume has items itself, or sources that have some.
        let mut files = Files::default();
        for item in super::keyed(&volume).iter().flat_map(|source| source.list("items")) {
            files.add(item.get("path"), false, cx);
        }
        for source in super::projected(&volume) {
            if matches!(&source.node.value, Value::Map(sources) if sources.is_empty()) {
                cx.report(
                    &rules::EMPTY_PROJECTION,
                    source.span(),
                    source.path,
                    "this source of the volume is none",
                )
                .help("leave it out");
            }
            for item in super::keyed(&source).iter().flat_map(|keyed| keyed.list("items")) {
                files.add(item.get("path"), true, cx);
            }
            let own = |kind: &str, field: &str| source.get(kind).and_then(|own| own.get(field));
            files.add(own("serviceAccountToken", "path"), false, cx);
            files.add(own("clusterTrustBundle", "path"), true, cx);
            for field in ["certificateChainPath", "keyPath", "credentialBundlePath"] {
                files.add(own("podCertificate", field), true, cx);
            }
        }
    }
}

/// The files of a volume, and the folders that they lie in.
#[derive(Default)]
struct Files<'t> {
    /// Each with whether it is an error that another has its path.
    files: HashMap<&'t str, (SpanId, bool)>,
    folders: HashMap<&'t str, SpanId>,
}

impl<'t> Files<'t> {
    /// Adds a file. That two have the same path is an error already, where it would be one for both.
    fn add(&mut self, at: Option<At<'t>>, is_error: bool, cx: &mut Cx) {
        let Some(at) = at else { return };
        let Some(path) = at.text().map(|text| text.trim_end_matches('/')).filter(|text| !text.is_empty())
        else {
            return;
        };
        let folders = || path.match_indices('/').map(|(slash, _)| &path[..slash]);
        let alike = self.files.get(path).filter(|(_, was_error)| !(is_error && *was_error));
        let above = || folders().find_map(|folder| self.files.get(folder));
        let other =
            alike.map(|(at, _)| at).or_else(|| self.folders.get(path)).or_else(|| above().map(|(at, _)| at));
        if let Some(other) = other {
            cx.report(
                &rules::OVERLAPPING_PATH,
                at.span(),
                at.path,
                format!("`{path}` is in the way of another file"),
            )
            .help("give one of them another path")
            .label(*other, "the other file");
        }
        self.files.entry(path).or_insert((at.span(), is_error));
        for folder in folders() {
            self.folders.entry(folder).or_insert(at.span());
        }
    }
}
