//! Tolerations: the operator, the value and the effect fit together.

use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;

/// `ValidateTolerations`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for toleration in pod.list("tolerations") {
        cx.form(&rules::INVALID_LABEL, "toleration's key", toleration.get("key").as_ref(), name::qualified);
        if !toleration.get("operator").is_some_and(|operator| operator.is_unknown()) {
            match toleration.text_of("operator").unwrap_or("Equal") {
                "Equal" => equal(&toleration, cx),
                "Exists" => exists(&toleration, cx),
                "Lt" | "Gt" => compared(&toleration, cx),
                _ => {}
            }
        }
        seconds(&toleration, cx);
    }
}

fn equal(toleration: &At<'_>, cx: &mut Cx) {
    every_key(toleration, cx);
    // The API server names the operator where the value has not a label's form.
    if let Some(value) = toleration.get("value")
        && let Some(text) = value.text()
        && let Err(invalid) = name::label_value(text)
    {
        let path = toleration.path_of("operator");
        cx.refuse(&rules::INVALID_LABEL, value.span(), path, "toleration's value", text, invalid);
    }
}

/// Without a key every taint is tolerated, which no value can be compared with.
fn every_key(toleration: &At<'_>, cx: &mut Cx) {
    if !toleration.lacks("key") {
        return;
    }
    let operator = toleration.get("operator");
    let at = operator.map_or(toleration.span(), |operator| operator.span());
    cx.report(
        &rules::TOLERATION,
        at,
        toleration.path_of("operator"),
        "a toleration without a key is for every taint, and compares nothing",
    )
    .help("name the taint's key, or write `operator: \"Exists\"` to tolerate all");
}

fn exists(toleration: &At<'_>, cx: &mut Cx) {
    let Some(value) = toleration.get("value") else { return };
    if value.text().is_some_and(|text| !text.is_empty()) {
        let message = "`Exists` asks for the key alone, and takes no value";
        cx.report(&rules::TOLERATION, value.span(), toleration.path_of("operator"), message)
            .help("leave the value out, or use `Equal`");
    }
}

fn compared(toleration: &At<'_>, cx: &mut Cx) {
    every_key(toleration, cx);
    let value = toleration.get("value");
    let text = value.as_ref().map_or(Some(""), At::text);
    let Some(text) = text.filter(|text| !is_decimal(text)) else { return };
    let at = value.map_or(toleration.span(), |value| value.span());
    cx.report(
        &rules::TOLERATION,
        at,
        toleration.path_of("value"),
        format!("`{text}` is no integer to compare with"),
    )
    .help("write it without a sign or zeros before it, `\"7\"` or `\"-7\"`, within 64 bits");
}

/// `IsDecimalInteger` within 64 bits.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits == "0" && text != "-0" || !digits.starts_with('0');
    plain && !text.starts_with('+') && text.parse::<i64>().is_ok()
}

/// Only a pod that runs can be evicted later.
fn seconds(toleration: &At<'_>, cx: &mut Cx) {
    let Some(seconds) = toleration.get("tolerationSeconds") else { return };
    let effect = toleration.get("effect");
    if effect.as_ref().is_some_and(|effect| effect.is_unknown() || effect.text() == Some("NoExecute")) {
        return;
    }
    let field = cx.word("tolerationSeconds");
    let at = effect.map_or(seconds.name_span, |effect| effect.span());
    cx.report(
        &rules::TOLERATION,
        at,
        toleration.path_of("effect"),
        format!("`{field}` needs the effect `NoExecute`"),
    )
    .help(format!("write `effect: \"NoExecute\"`, or leave `{field}` out"));
}

#[cfg(test)]
mod tests {
    use super::is_decimal;

    #[test]
    fn a_value_to_compare_with_is_a_plain_integer() {
        for right in ["0", "7", "-7", "9223372036854775807"] {
            assert!(is_decimal(right), "{right}");
        }
        for wrong in ["", "-", "-0", "07", "+7", "7.0", "a", "9223372036854775808"] {
            assert!(!is_decimal(wrong), "{wrong}");
        }
    }
}
