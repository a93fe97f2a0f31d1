//! Names of certificates' signers, `example.com/name`, and of the trust bundles that belong to one.

use super::{Invalid, name};

/// `ValidateSignerName`: a domain of two segments and more, one `/`, and a path of small names.
///
/// # Errors
///
/// Where it has another form, or is longer than 571 characters.
pub fn signer(text: &str) -> Result<(), Invalid> {
    let all = text.len();
    let Some((domain, path)) = text.split_once('/').filter(|(_, path)| !path.contains('/')) else {
        return Err(Invalid::new("is no domain and name with one `/` between, `example.com/name`", 0, all));
    };
    name::subdomain(domain)?;
    if domain.split('.').any(|label| label.len() > 63) {
        return Err(Invalid::new("has a segment longer than 63 characters before its `/`", 0, domain.len()));
    }
    if !domain.contains('.') {
        return Err(Invalid::new("has a domain of one segment: `example.com/name`", 0, domain.len()));
    }
    let start = domain.len() + 1;
    let moved = |invalid: Invalid| Invalid::new(invalid.reason, invalid.start + start, invalid.end + start);
    if path.is_empty() {
        return Err(Invalid::new("has nothing behind its `/`", start - 1, all));
    }
    // Each label may be as long as a whole name, so that length is looked at one by one.
    path.split('.').try_for_each(|label| name::subdomain(label).map_err(moved))?;
    if all > 571 { Err(Invalid::new("is longer than 571 characters", 571, all)) } else { Ok(()) }
}

/// The name of a ClusterTrustBundle: a name, or a signer's with `:` for `/` before it (`ValidateClusterTrustBundleName`).
///
/// # Errors
///
/// Where the name behind the signer's is none.
pub fn trust_bundle(text: &str) -> Result<(), Invalid> {
    let start = text.rfind(':').map_or(0, |colon| colon + 1);
    if start > 0 && text[..start - 1].contains('/') {
        return Err(Invalid::new("has a `/`, for which a `:` stands in a bundle's name", 0, start));
    }
    if start == 1 {
        return Err(Invalid::new("has no signer's name before its `:`", 0, start));
    }
    if start > 0 && start == text.len() {
        return Err(Invalid::new("has nothing behind its last `:`", start - 1, start));
    }
    name::subdomain(&text[start..])
        .map_err(|invalid| Invalid::new(invalid.reason, invalid.start + start, invalid.end + start))
}

/// Whether it is one of Kubernetes' own signers (`IsKubernetesSignerName`).
pub fn is_kubernetes(text: &str) -> bool {
    let domain = text.split('/').next().unwrap_or_default();
    domain == "kubernetes.io" || domain.ends_with(".kubernetes.io")
}

#[cfg(test)]
mod tests {
    use super::{signer, trust_bundle};

    #[test]
    fn a_signer_is_a_domain_and_a_name() {
        for right in ["example.com/a", "kubernetes.io/kube-apiserver-client", "a.b/c.d"] {
            assert_eq!(signer(right), Ok(()), "{right}");
        }
        assert_eq!(signer(&format!("{}.com/a", "a".repeat(63))), Ok(()));
        let long = format!("{}.com/a", "a".repeat(64));
        for wrong in [
            "",
            "a",
            "a/b",
            "example.com",
            "example.com/",
            "example.com/a/b",
            "example.com/A",
            "a_b.c/d",
            &long,
        ] {
            assert!(signer(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_bundle_is_a_name_behind_its_signers() {
        for right in ["a", "a.b", "example.com:foo:bundle", "foo:bundle"] {
            assert_eq!(trust_bundle(right), Ok(()), "{right}");
        }
        for wrong in ["", ":", "A", "example.com:foo:", "example.com/foo:a", "a/b"] {
            assert!(trust_bundle(wrong).is_err(), "{wrong}");
        }
    }
}
