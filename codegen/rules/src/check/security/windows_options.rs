//! What a Windows container runs as.

use super::contexts::contexts;
use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;

/// `maxGMSACredentialSpecLength`
const LONGEST_SPEC: usize = 64 * 1024;
/// A domain is shorter than this (`maxRunAsUserNameDomainLength`).
const DOMAIN: usize = 256;
/// `maxRunAsUserNameUserLength`
const LONGEST_USER: usize = 104;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for options in contexts(pod).filter_map(|context| context.get("windowsOptions")) {
        if let Some(at) = options.get("gmsaCredentialSpecName") {
            cx.form_even_empty(&rules::INVALID_NAME, "credential spec's name", &at, name::subdomain);
        }
        if let Some(at) = options.get("gmsaCredentialSpec") {
            spec(&at, cx);
        }
        if let Some(at) = options.get("runAsUserName") {
            user_name(&at, cx);
        }
    }
}

fn spec(at: &At<'_>, cx: &mut Cx) {
    match at.text() {
        Some("") => {
            cx.report(&rules::REQUIRED, at.span(), at.path, "a credential spec is not empty")
                .help("write the spec, or leave the field out");
        }
        Some(text) if text.len() > LONGEST_SPEC => {
            cx.report(&rules::TOO_LONG, at.span(), at.path, "a credential spec has at most 64 KiB");
        }
        _ => {}
    }
}

fn user_name(at: &At<'_>, cx: &mut Cx) {
    let Some(reason) = at.text().and_then(wrong_with) else { return };
    let text = at.text().unwrap_or_default();
    cx.report(
        &rules::WINDOWS_USER,
        at.span(),
        at.path,
        format!("`{}` is no user of Windows: {reason}", text.escape_debug()),
    )
    .help("write `USER` or `DOMAIN\\USER`");
}

fn wrong_with(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return Some("it is empty");
    }
    if text.contains(|letter: char| letter.is_ascii_control()) {
        return Some("it has a control character");
    }
    let mut parts = text.split('\\');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    if parts.next().is_some() {
        return Some("it has more than one `\\`");
    }
    match second {
        Some(user) => wrong_domain(first).or_else(|| wrong_user(user)),
        None => wrong_user(first),
    }
}

fn wrong_domain(domain: &str) -> Option<&'static str> {
    if domain.len() >= DOMAIN {
        return Some("its domain is longer than 255 characters");
    }
    (!is_net_bios(domain) && !is_dns(domain)).then_some("its domain is no NetBIOS and no DNS name")
}

fn wrong_user(user: &str) -> Option<&'static str> {
    if user.is_empty() {
        Some("there is no user behind its `\\`")
    } else if user.len() > LONGEST_USER {
        Some("its user is longer than 104 characters")
    } else if user.chars().all(|letter| matches!(letter, '.' | ' ')) {
        Some("its user has only dots and spaces")
    } else if user.contains(|letter| r#""/\:;|=,+*?<>@[]"#.contains(letter)) {
        Some(r#"its user has one of `"/:;|=,+*?<>@[]` in it"#)
    } else {
        None
    }
}

/// `validNetBiosRegex`
fn is_net_bios(domain: &str) -> bool {
    let is_plain = |letter: char| !r#"\/:*?"<>|"#.contains(letter);
    !domain.starts_with('.') && (1..=15).contains(&domain.chars().count()) && domain.chars().all(is_plain)
}

/// `dnsSubdomainFormat`: capitals are welcome.
fn is_dns(domain: &str) -> bool {
    domain.split('.').all(|label| name::label(&label.to_ascii_lowercase()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::wrong_with;
    use crate::check::notation::wrong;

    #[test]
    fn a_user_has_the_form_of_windows() {
        for right in ["ContainerUser", r"NT AUTHORITY\SYSTEM", r"corp.example.com\a b", r"A.B\c", "é"] {
            assert_eq!(wrong_with(right), None, "{right}");
        }
        for wrong in ["", "a\tb", r"a\b\c", r"a\", r"\b", r".a..b\c", r"a*\b", " . ", "a@b", r"a\b:c"] {
            assert!(wrong_with(wrong).is_some(), "{wrong}");
        }
        assert!(wrong_with(&"a".repeat(104)).is_none());
        assert!(wrong_with(&"a".repeat(105)).is_some());
        assert!(wrong_with(&format!("{}a\\b", "a.".repeat(127))).is_none());
        assert!(wrong_with(&format!("{}aa\\b", "a.".repeat(127))).is_some());
    }

    #[test]
    fn a_credential_spec_has_a_name_and_a_text() {
        let template = r#"{ pod_spec: { security_context: { windows_options: { gmsa_credential_spec_name: "A" } },
            containers: [{ name: "primary", security_context: { windows_options: { gmsa_credential_spec: "", run_as_user_name: "a@b" } } }] } }"#;
        assert_eq!(
            wrong(template),
            [
                r#"invalid_name at "A" in spec.securityContext.windowsOptions.gmsaCredentialSpecName"#,
                r#"required at "" in spec.containers[0].securityContext.windowsOptions.gmsaCredentialSpec"#,
                r#"windows_user at "a@b" in spec.containers[0].securityContext.windowsOptions.runAsUserName"#,
            ]
        );
    }

    #[test]
    fn a_credential_spec_has_at_most_64_kib() {
        let said = |length: usize| {
            let spec = "a".repeat(length);
            let options = format!(r#"{{ windows_options: {{ gmsa_credential_spec: "{spec}" }} }}"#);
            let template = format!(
                r#"{{ pod_spec: {{ security_context: {options}, containers: [{{ name: "primary" }}] }} }}"#
            );
            wrong(&template).len()
        };
        assert_eq!(said(64 << 10), 0);
        assert_eq!(said((64 << 10) + 1), 1);
    }
}
