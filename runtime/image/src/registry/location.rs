//! URLs that a registry gives: relative, absolute, or with the wrong scheme behind a proxy that does TLS for it.

use http::Uri;
use http::uri::{PathAndQuery, Scheme};

/// The URL that `location` means in an answer to a request for `from`; `None` where it is none.
pub(super) fn resolve(from: &Uri, location: &str) -> Option<Uri> {
    let mut parts = from.clone().into_parts();
    if is_absolute(location) {
        let given = location.parse::<Uri>().ok()?;
        // A registry that does not know of the TLS in front of it must not make us send credentials in the open.
        if knows_no_tls(from, &given) {
            parts.path_and_query = given.into_parts().path_and_query;
            return Uri::from_parts(parts).ok();
        }
        return Some(given);
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

/// Whether it begins with a scheme: a query may hold a URL too.
fn is_absolute(location: &str) -> bool {
    let is_scheme =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    location.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme))
}

/// Whether `given` is the host that was asked with TLS, as it sees itself behind a proxy: without TLS, and perhaps without the port
/// that it is asked at.
fn knows_no_tls(from: &Uri, given: &Uri) -> bool {
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    from.scheme() == Some(&Scheme::HTTPS)
        && given.scheme() == Some(&Scheme::HTTP)
        && host(from) == host(given)
        && (matches!(given.port_u16(), None | Some(80 | 443)) || given.port_u16() == from.port_u16())
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
    origin(one).is_some_and(|origin_of_one| Some(origin_of_one) == origin(other))
}

/// Scheme, host and port, as <https://www.rfc-editor.org/rfc/rfc6454> compares them.
fn origin(url: &Uri) -> Option<(bool, String, u16)> {
    let is_secure = match url.scheme_str()? {
        "https" => true,
        "http" => false,
        _ => return None,
    };
    let usual = if is_secure { 443 } else { 80 };
    Some((is_secure, url.host()?.to_ascii_lowercase(), url.port_u16().unwrap_or(usual)))
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
        assert_eq!(
            from("/v2/up?callback=https://x.example/"),
            "https://r.example:5000/v2/up?callback=https://x.example/"
        );
    }

    #[test]
    fn tls_is_kept_where_the_registry_does_not_know_of_it() {
        assert_eq!(from("http://r.example:5000/up"), "https://r.example:5000/up");
        assert_eq!(from("http://other.example/up"), "http://other.example/up");
        for port in ["", ":80", ":443"] {
            assert_eq!(from(&format!("http://R.example{port}/up?a=b")), "https://r.example:5000/up?a=b");
        }
        assert_eq!(from("http://r.example:81/up"), "http://r.example:81/up");
    }

    #[test]
    fn only_the_same_host_sees_credentials() {
        let base = Uri::from_static("https://r.example/v2/");
        for same in ["https://r.example/x", "https://r.example:443/x", "https://R.Example/x"] {
            assert!(same_origin(&base, &same.parse().unwrap()), "{same}");
        }
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
