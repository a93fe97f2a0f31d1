//! References to images: `registry/repository:tag@digest`.

use std::fmt;
use std::str::FromStr;

use crate::digest::Digest;

/// A reference to an image, or to the repository that one is sent to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The registry's host, with its port where it is given: `registry.example:5000`, `docker.io`.
    pub registry: String,
    /// The repository: `team/app`.
    pub repository: String,
    /// The tag.
    pub tag: Option<String>,
    /// The digest.
    pub digest: Option<Digest>,
}

/// A text that is no reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{reference}` is no image reference: {reason}; write `registry/repository:tag` or `registry/repository@sha256:…`"
)]
pub struct ReferenceError {
    reference: String,
    reason: &'static str,
}

const DOCKER_HUB: &str = "docker.io";

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let wrong = |reason| ReferenceError { reference: text.to_owned(), reason };
        let (rest, digest) = match text.split_once('@') {
            None => (text, None),
            Some((rest, digest)) => (
                rest,
                Some(
                    digest
                        .parse()
                        .map_err(|_| wrong("its digest is not `sha256:` and 64 hexadecimal digits"))?,
                ),
            ),
        };
        // A colon behind the last slash is a tag's; one before it a port's.
        let (name, tag) = match rest.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
            _ => (rest, None),
        };
        if tag.is_some_and(|tag| !is_tag(tag)) {
            return Err(wrong("its tag has other characters than letters, digits, `_`, `.` and `-`"));
        }
        let (registry, repository) = match name.split_once('/') {
            Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (host, path.to_owned()),
            Some(_) => (DOCKER_HUB, name.to_owned()),
            None => (DOCKER_HUB, format!("library/{name}")),
        };
        if !repository.split('/').all(is_component) {
            return Err(wrong(
                "a repository is of small letters and digits, with `.`, `_`, `-` and `/` between them",
            ));
        }
        Ok(Self { registry: registry.to_owned(), repository, tag: tag.map(str::to_owned), digest })
    }
}

fn is_tag(tag: &str) -> bool {
    const LONGEST: usize = 128;
    let first = tag.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    first
        && tag.len() <= LONGEST
        && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

fn is_component(component: &str) -> bool {
    let letter =
        |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    letter(component.bytes().next()) && letter(component.bytes().last()) && component.bytes().all(inside)
}

impl Reference {
    /// The same repository with this digest and no tag.
    #[must_use]
    pub fn with_digest(&self, digest: Digest) -> Self {
        Self { tag: None, digest: Some(digest), ..self.clone() }
    }

    /// The host that answers for the registry.
    pub(crate) fn host(&self) -> &str {
        if self.registry == DOCKER_HUB { "registry-1.docker.io" } else { &self.registry }
    }

    /// Whether the registry is this machine, which is spoken to without TLS.
    pub(crate) fn is_loopback(&self) -> bool {
        let Ok(authority) = self.registry.parse::<http::uri::Authority>() else { return false };
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        let is_name = host == "localhost" || host.ends_with(".localhost");
        is_name || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// What is asked for: the digest where there is one, else the tag, else `latest`.
    pub(crate) fn wanted(&self) -> &str {
        self.digest.as_ref().map(Digest::as_str).or(self.tag.as_deref()).unwrap_or("latest")
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.registry, self.repository)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        match &self.digest {
            Some(digest) => write!(f, "@{digest}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Reference {
        text.parse().unwrap()
    }

    #[test]
    fn a_port_is_told_from_a_tag() {
        let reference = parse("localhost:5000/team/app:v1");
        assert_eq!(
            (reference.registry.as_str(), reference.repository.as_str(), reference.tag.as_deref()),
            ("localhost:5000", "team/app", Some("v1"))
        );
        assert_eq!(parse("localhost:5000/app").tag, None);
    }

    #[test]
    fn a_short_name_is_docker_hubs() {
        assert_eq!(parse("debian").to_string(), "docker.io/library/debian");
        assert_eq!(parse("prom/pushgateway:v1").to_string(), "docker.io/prom/pushgateway:v1");
    }

    #[test]
    fn a_digest_wins_over_a_tag() {
        let digest = Digest::of(b"");
        let reference = parse(&format!("r.example/app:v1@{digest}"));
        assert_eq!(reference.wanted(), digest.as_str());
    }

    #[test]
    fn what_is_no_reference_is_refused() {
        for text in [
            "",
            "r.example/",
            "r.example/App",
            "r.example/app:",
            "r.example/app@sha256:12",
            "a b",
            "r.example/-a",
        ] {
            assert!(text.parse::<Reference>().is_err(), "{text}");
        }
    }

    #[test]
    fn this_machine_needs_no_tls() {
        for text in
            ["127.0.0.1:5000/a", "localhost/a", "localhost:1/a", "[::1]:5000/a", "[::1]/a", "r.localhost:1/a"]
        {
            assert!(parse(text).is_loopback(), "{text}");
        }
        assert!(
            !parse("registry.example:5000/a").is_loopback() && !parse("[2001:db8::1]:5000/a").is_loopback()
        );
    }
}
