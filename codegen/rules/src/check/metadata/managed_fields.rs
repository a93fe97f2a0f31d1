//! Who manages which field: the API server's own book, which a manifest from a cluster may still have.

use super::own;
use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

/// The most characters of a manager's name (`FieldManagerMaxLength`).
const MANAGER: usize = 128;

/// The most characters of a subresource's name (`MaxSubresourceNameLength`).
const SUBRESOURCE: usize = 256;

/// `ValidateManagedFields`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(metadata) = own(pod) else { return };
    for entry in metadata.list("managedFields") {
        operation(&entry, cx);
        if let Some(kind) = entry.get("fieldsType")
            && let Some(text) = kind.text().filter(|text| !matches!(*text, "" | "FieldsV1"))
        {
            cx.report(
                &rules::MANAGED_FIELDS,
                kind.span(),
                kind.path,
                format!("`{text}` is not supported here"),
            )
            .help("write `\"FieldsV1\"`, or leave all the managed fields out");
        }
        long(entry.get("manager"), MANAGER, cx);
        long(entry.get("subresource"), SUBRESOURCE, cx);
        if let Some(manager) = entry.get("manager")
            && manager.text().is_some_and(|text| text.chars().any(char::is_control))
        {
            let message = "a manager's name has printable characters only";
            cx.report(&rules::MANAGED_FIELDS, manager.span(), manager.path, message);
        }
    }
}

fn operation(entry: &At<'_>, cx: &mut Cx) {
    let at = entry.get("operation");
    if entry.is_unknown()
        || at.as_ref().is_some_and(|at| at.is_unknown() || matches!(at.text(), Some("Apply" | "Update")))
    {
        return;
    }
    let span = at.map_or(entry.span(), |at| at.span());
    let message = "a managed field was applied or updated";
    cx.report(&rules::MANAGED_FIELDS, span, entry.path_of("operation"), message)
        .help("write `\"Apply\"` or `\"Update\"`, or leave all the managed fields out");
}

fn long(at: Option<At<'_>>, most: usize, cx: &mut Cx) {
    let Some(at) = at else { return };
    if at.text().is_some_and(|text| text.len() > most) {
        cx.report(&rules::TOO_LONG, at.span(), at.path, format!("this has at most {most} characters"));
    }
}
