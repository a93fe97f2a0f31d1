//! A pod's names and addresses, and how it resolves others'.

mod dns;
mod host_aliases;
mod host_names;

use super::Check;
use super::cx::Cx;
use crate::formats::ip;
use crate::pod::At;
use crate::rules;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[dns::check, host_aliases::check, host_names::check];

/// `IsValidIPForLegacyField`
fn address(at: &At<'_>, what: &str, cx: &mut Cx) {
    let Some(text) = at.text() else { return };
    let form = if cx.is_on("StrictIPCIDRValidation") { ip::strict } else { ip::sloppy };
    if let Err(invalid) = form(text) {
        cx.refuse(&rules::INVALID_IP, at.span(), at.path, &format!("address of a {what}"), text, invalid);
    } else if let Some(usual) = ip::usual(text).filter(|usual| usual != text) {
        let message = format!("the address of a {what} `{text}` is written in another form than usual");
        cx.report(&rules::ADDRESS_FORM, at.span(), at.path, message).help(format!("write `{usual}`"));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong_at;

    #[test]
    fn an_address_has_one_form_from_1_36_on() {
        let alias = |ip: &str| {
            format!(
                r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], host_aliases: [{{ ip: "{ip}", hostnames: ["a"] }}] }} }}"#
            )
        };
        for old in ["010.0.0.1", "::ffff:10.0.0.1"] {
            assert_eq!(wrong_at(35, &alias(old)), Vec::<String>::new(), "{old}");
            assert_eq!(
                wrong_at(36, &alias(old)),
                [format!(r#"invalid_ip at "{old}" in spec.hostAliases[0].ip"#)]
            );
        }
        assert_eq!(wrong_at(33, &alias("a")), [r#"invalid_ip at "a" in spec.hostAliases[0].ip"#]);
    }
}
