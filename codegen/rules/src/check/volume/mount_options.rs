//! How a volume is mounted: which part of it, what is passed on, and what may be written.

use std::collections::HashMap;

use super::files;
use crate::check::cx::Cx;
use crate::formats::path;
use crate::pod::{At, Pod};
use crate::rules;

/// How far a mount below a mount that is read only is it too.
const RECURSION: [&str; 3] = ["Disabled", "Enabled", "IfPossible"];

/// The options of `bindMountOptions`.
const OPTIONS: [&str; 3] = ["nodev", "noexec", "nosuid"];

/// `ValidateVolumeMounts`, `validateMountPropagation`, `validateMountRecursiveReadOnly`, `validateBindMountOptions`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in &pod.containers {
        for mount in container.at.list("volumeMounts") {
            mounted(&mount, cx);
            part(&mount, cx);
            propagation(&mount, &container.at, cx);
            recursion(&mount, cx);
            options(&mount, cx);
        }
    }
}

/// Where the kubelet mounts a volume. On Windows a path begins with its drive.
fn mounted(mount: &At<'_>, cx: &mut Cx) {
    let Some(at) = mount.get("mountPath") else { return };
    let Some(text) = at.text() else { return };
    let drive = text.as_bytes().get(1) == Some(&b':');
    let (message, help) = if drive || text.is_empty() {
        return;
    } else if !text.starts_with('/') {
        let absolute = format!("did you mean `/{}`?", text.trim_start_matches("./"));
        (format!("the mount path `{text}` is not absolute"), absolute)
    } else if text.contains(':') {
        let help = "leave it out: container runtimes split paths there";
        (format!("the mount path `{text}` has a `:`"), help.to_owned())
    } else {
        return;
    };
    cx.report(&rules::INVALID_MOUNT_PATH, at.span(), at.path, message).help(help);
}

fn part(mount: &At<'_>, cx: &mut Cx) {
    let parts = ["subPath", "subPathExpr"].map(|field| mount.get(field).filter(|at| at.text() != Some("")));
    for part in parts.iter().flatten() {
        files::form(Some(part), path::descending, cx);
    }
    if let [Some(first), Some(second)] = parts
        && !first.is_unknown()
        && !second.is_unknown()
    {
        let (word, other) = (cx.word("subPath"), cx.word("subPathExpr"));
        cx.report(
            &rules::ONE_OF,
            second.name_span,
            second.path,
            format!("a mount has a `{word}` or a `{other}`, not both"),
        )
        .help(format!("keep one of them: `{other}` expands `$(VARIABLE)`"))
        .label(first.name_span, "first given here");
    }
}

/// What is mounted in the container is mounted on the node too: only who may do all may do that.
fn propagation(mount: &At<'_>, container: &At<'_>, cx: &mut Cx) {
    let Some(mode) = mount.get("mountPropagation").filter(|mode| mode.text() == Some("Bidirectional")) else {
        return;
    };
    let context = container.get("securityContext");
    let privileged = context.as_ref().and_then(|context| context.get("privileged"));
    if context.is_some_and(|context| context.is_unknown())
        || privileged.is_some_and(|on| on.is_unknown() || on.is(true))
    {
        return;
    }
    let (security, word) = (cx.word("securityContext"), cx.word("mountPropagation"));
    cx.report(
        &rules::MOUNT_PROPAGATION,
        mode.span(),
        mode.path,
        "only a privileged container passes mounts on to the node",
    )
    .help(format!("use `{word}: \"HostToContainer\"`, or `{security}: {{ privileged: true }}`"));
}

fn recursion(mount: &At<'_>, cx: &mut Cx) {
    let Some(mode) = mount.get("recursiveReadOnly") else { return };
    let Some(text) = mode.text() else { return };
    if !RECURSION.contains(&text) {
        return cx.unsupported(&mode, text, &RECURSION);
    }
    if text == "Disabled" {
        return;
    }
    let (word, read_only) = (cx.word("recursiveReadOnly"), cx.word("readOnly"));
    let written = mount.get("readOnly").is_none_or(|only| !only.is_unknown())
        && !mount.get("readOnly").is_some_and(|only| only.is(true));
    let passed = mount.text_of("mountPropagation").filter(|mode| *mode != "None");
    let (message, help) = if written {
        (
            format!("`{word}` makes more of a read only mount read only, and this one is not"),
            format!("add `{read_only}: true`"),
        )
    } else if let Some(passed) = passed {
        (
            format!("a mount that passes others on, `{passed}`, is not read only all the way down"),
            format!("leave out `{}`", cx.word("mountPropagation")),
        )
    } else {
        return;
    };
    cx.report(&rules::RECURSIVE_READ_ONLY, mode.name_span, mode.path, message).help(help);
}

fn options(mount: &At<'_>, cx: &mut Cx) {
    let mut first = HashMap::new();
    for option in mount.list("bindMountOptions") {
        let Some(text) = option.text() else { continue };
        if !OPTIONS.contains(&text) {
            cx.unsupported(&option, text, &OPTIONS);
        } else if let Some(first) = first.insert(text, option.span()) {
            cx.report(
                &rules::DUPLICATE_ITEM,
                option.span(),
                option.path,
                format!("the option `{text}` is there already"),
            )
            .help("keep one of them")
            .label(first, "first given here");
        }
    }
}
