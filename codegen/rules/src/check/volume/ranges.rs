//! The numbers of volumes: modes, users, partitions, units, times.

use std::ops::RangeInclusive;

use crate::check::bounds::{PERMISSIONS, USERS, mode, within};
use crate::check::container::amounts::amount_of;
use crate::check::cx::Cx;
use crate::formats::quantity::Quantity;
use crate::pod::{At, Pod};
use crate::rules;

/// A source, a field of it, the range, and what it is.
const NUMBERS: [(&str, &str, RangeInclusive<i64>, &str); 3] = [
    ("gcePersistentDisk", "partition", 0..=255, "partition"),
    ("awsElasticBlockStore", "partition", 0..=255, "partition"),
    ("iscsi", "lun", 0..=255, "logical unit"),
];

/// `validateGCEPersistentDiskVolumeSource` and its like for the other sources
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for volume in pod.list("volumes") {
        for (source, field, range, what) in &NUMBERS {
            within(volume.get(source).and_then(|source| source.get(field)).as_ref(), range, what, cx);
        }
        if let Some(directory) = volume.get("emptyDir") {
            // One bit more: a shared directory has the sticky one.
            mode(directory.get("mode").as_ref(), &(0..=0o1777), cx);
            size(&directory, cx);
        }
        if let Some(source) = super::keyed(&volume) {
            defaults(&source, cx);
            items(&source, cx);
        }
        if let Some(projected) = volume.get("projected") {
            defaults(&projected, cx);
        }
        for source in super::projected(&volume) {
            projection(&source, cx);
        }
    }
}

fn defaults(source: &At<'_>, cx: &mut Cx) {
    mode(source.get("defaultMode").as_ref(), &PERMISSIONS, cx);
    within(source.get("defaultUser").as_ref(), &USERS, "user's number", cx);
}

fn items(source: &At<'_>, cx: &mut Cx) {
    for item in source.list("items") {
        mode(item.get("mode").as_ref(), &PERMISSIONS, cx);
        within(item.get("user").as_ref(), &USERS, "user's number", cx);
    }
}

fn projection(source: &At<'_>, cx: &mut Cx) {
    if let Some(keyed) = super::keyed(source) {
        items(&keyed, cx);
    }
    for owned in ["serviceAccountToken", "clusterTrustBundle", "podCertificate"] {
        let user = source.get(owned).and_then(|owned| owned.get("user"));
        within(user.as_ref(), &USERS, "user's number", cx);
    }
    let life = source.get("serviceAccountToken").and_then(|token| token.get("expirationSeconds"));
    within(life.as_ref(), &(600..=1 << 32), "token's life in seconds", cx);
}

fn size(directory: &At<'_>, cx: &mut Cx) {
    let Some(limit) = directory.get("sizeLimit") else { return };
    if amount_of(&limit).is_some_and(Quantity::is_negative) {
        cx.report(&rules::INVALID_AMOUNT, limit.span(), limit.path, "a directory's size is not below zero");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::read;
    use crate::check::{Options, check};
    use crate::schema::Root;

    #[test]
    fn a_shared_directory_may_have_the_sticky_bit_and_no_other() {
        let said = |mode: u16| {
            let mut options = Options { server_only: true, ..Options::of(Root::Pod) };
            options.feature_gates.push(("EmptyDirVolumeMode".to_owned(), true));
            let pod = format!(
                r#"{{ spec: {{ containers: [{{ name: "a", image: "a" }}], volumes: [{{ name: "v", emptyDir: {{ mode: {mode} }} }}] }} }}"#
            );
            check(&read(&pod), &options).diagnostics.into_iter().map(|found| found.path).collect::<Vec<_>>()
        };
        assert_eq!(said(0o1777), Vec::<String>::new());
        assert_eq!(said(0o2000), ["spec.volumes[0].emptyDir.mode"]);
    }
}
