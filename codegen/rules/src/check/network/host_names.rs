//! What a pod calls itself.

use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;
use crate::schema::Field;
use crate::schema::generated::POD_SPEC;

/// The most letters of a host name that Linux takes.
const LETTERS: usize = 64;

/// `validatePodHostName`, and the host name and subdomain of `ValidatePodSpec`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(spec) = &pod.spec else { return };
    cx.form(&rules::INVALID_NAME, "host name", spec.get("hostname").as_ref(), name::label);
    cx.form(&rules::INVALID_NAME, "subdomain", spec.get("subdomain").as_ref(), name::label);
    let Some(own) = spec.get("hostnameOverride") else { return };
    for other in ["setHostnameAsFQDN", "hostNetwork"].iter().filter_map(|json| POD_SPEC.field_by_json(json)) {
        against(&own, spec, other, cx);
    }
    let Some(text) = own.text() else { return };
    if let Err(invalid) = name::subdomain(text) {
        cx.refuse(&rules::INVALID_NAME, own.span(), own.path, "host name", text, invalid);
    } else if text.len() > LETTERS {
        let message = format!("the host name has {} letters, and at most {LETTERS} are taken", text.len());
        cx.report(&rules::INVALID_NAME, own.span(), own.path, message);
    }
}

fn against(own: &At<'_>, spec: &At<'_>, field: &Field, cx: &mut Cx) {
    let Some(other) = spec.get(field.json).filter(|other| other.is(true)) else {
        return;
    };
    let word = cx.word("hostnameOverride");
    let field = cx.spell(field);
    let message = format!("`{word}` names the pod, and `{field}` names it otherwise");
    cx.report(&rules::HOSTNAME_OVERRIDE, own.name_span, own.path, message)
        .help(format!("leave out `{word}` or `{field}`"))
        .label(other.name_span, "this one");
}
