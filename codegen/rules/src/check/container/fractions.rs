//! Memory and storage are counted in whole bytes: `100m` is a tenth of one.

use super::amounts::amount_of;
use crate::check::cx::Cx;
use crate::index;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::Key;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for resources in pod.containers.iter().filter_map(|container| container.at.get("resources")) {
        for list in ["limits", "requests"] {
            whole(&resources.map(list), cx);
        }
    }
    if let Some(overhead) = pod.field("overhead") {
        whole(&overhead.entries(), cx);
    }
}

fn whole(list: &[(&Key, At<'_>)], cx: &mut Cx) {
    for (key, at) in list {
        let Some(amount) = amount_of(at).filter(|amount| !amount.is_whole()) else { continue };
        if !matches!(key.name.as_str(), "memory" | "ephemeral-storage") {
            continue;
        }
        let text = index::quantity(&at.node.value).unwrap_or_default();
        let message = format!("`{text}` is no whole number of bytes");
        let report = cx.report(&rules::FRACTIONAL_BYTES, at.span(), at.path, message);
        if let Some(number) = text.strip_suffix('m').filter(|_| !amount.is_negative()) {
            report.help(format!("`m` is a thousandth: did you mean `{number}Mi` or `{number}M`?"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, warned};

    #[test]
    fn a_part_of_a_byte_is_warned_of() {
        let template = r#"{ pod_spec: { overhead: { memory: "0.5" }, containers: [{ name: "primary",
            resources: { limits: { memory: "128m", cpu: "100m" }, requests: { "ephemeral-storage": "1Gi" } } }] } }"#;
        assert_eq!(
            warned(template),
            [
                r#"fractional_bytes at "0.5" in spec.overhead[memory]"#,
                r#"fractional_bytes at "128m" in spec.containers[0].resources.limits[memory]"#,
            ]
        );
        assert_eq!(
            message(&template.replace(r#"overhead: { memory: "0.5" },"#, "")).1,
            "`m` is a thousandth: did you mean `128Mi` or `128M`?"
        );
    }
}
