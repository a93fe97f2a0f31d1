//! URLs that a registry gives: relative, absolute, or with the wrong scheme behind a proxy that does TLS for it.

use http::Uri;
use http::uri::{PathAndQuery, Scheme};

/// The URL that `location` means in an answer to a request for `from`; `None` where it is none.
pub(super) fn resolve(from: &Uri, location: &str) -> Option<Uri> {
    let mut parts = from.clone().into_parts();
    if location.contains("://") {
        let mut given = location.parse::<Uri>().ok()?.into_parts();
        // A registry that does not know of the TLS in front of it must not make us send credentials in the open.
        if given.authority == parts.authority && parts.scheme == Some(Scheme::HTTPS) {
            given.scheme = parts.scheme;
        }
        return Uri::from_parts(given).ok();
    }
    let path = if location.starts_with('/') {
        location.to_owned()
    } else {
        let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}/{location}")
    };
    parts.path_and_query = Some(PathAndQuery::try_from(path).ok()?);
    Uri::from_parts(parts).ok()
}

/// `url` with one more parameter in its query.
pub(super) fn with_parameter(url: &Uri, name: &str, value: &str) -> Option<Uri> {
    let joint = if url.query().is_some() { '&' } else { '?' };
    format!("{url}{joint}{name}={}", escaped(value)).parse().ok()
}

/// What may be shown of a URL: its query may hold a signature that lets anybody in.
pub(super) fn without_query(url: &str) -> &str {
    url.split_once('?').map_or(url, |(place, _)| place)
}

/// Whether credentials for the one may be shown to the other.
pub(super) fn same_origin(one: &Uri, other: &Uri) -> bool {
    one.scheme() == other.scheme() && one.authority() == other.authority()
}

/// A value as it stands in a query or a form.
pub(super) fn escaped(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.push_str(&crate::digest::hex(&[byte]).to_uppercase());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(location: &str) -> String {
        let from = Uri::from_static("https://r.example:5000/v2/team/app/blobs/uploads/");
        resolve(&from, location).unwrap().to_string()
    }

    #[test]
    fn locations_are_taken_from_the_request() {
        assert_eq!(from("/v2/up?a=b"), "https://r.example:5000/v2/up?a=b");
        assert_eq!(from("up?a=b"), "https://r.example:5000/v2/team/app/blobs/uploads/up?a=b");
        assert_eq!(from("https://store.example/x"), "https://store.example/x");
    }

    #[test]
    fn tls_is_kept_where_the_registry_does_not_know_of_it() {
        assert_eq!(from("http://r.example:5000/up"), "https://r.example:5000/up");
        assert_eq!(from("http://other.example/up"), "http://other.example/up");
    }

    #[test]
    fn only_the_same_host_sees_credentials() {
        let base = Uri::from_static("https://r.example/v2/");
        assert!(same_origin(&base, &Uri::from_static("https://r.example/x")));
        for other in ["https://r.example.evil.example/x", "http://r.example/x", "https://r.example:1/x"] {
            assert!(!same_origin(&base, &other.parse().unwrap()), "{other}");
        }
    }

    #[test]
    fn a_signature_is_not_shown() {
        assert_eq!(without_query("https://store.example/up?x=1&sig=secret?"), "https://store.example/up");
        assert_eq!(without_query("https://store.example/up"), "https://store.example/up");
    }

    #[test]
    fn a_parameter_is_escaped_and_added() {
        let url = Uri::from_static("https://r.example/up?a=b");
        assert_eq!(
            with_parameter(&url, "digest", "sha256:1f").unwrap(),
            "https://r.example/up?a=b&digest=sha256%3A1f"
        );
    }
}
