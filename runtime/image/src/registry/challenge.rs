//! What a registry answers to a request that it wants credentials for: the header `WWW-Authenticate`.

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

/// How a registry wants to be told who we are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Challenge {
    /// With user and password in every request.
    Basic,
    /// With a token that is got at `realm`.
    Bearer { realm: String, service: Option<String> },
}

impl Challenge {
    /// The first challenge that we know to answer.
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok()).find_map(Self::parse)
    }

    fn parse(text: &str) -> Option<Self> {
        let (scheme, parameters) = text.split_once(' ').unwrap_or((text, ""));
        if scheme.eq_ignore_ascii_case("basic") {
            return Some(Self::Basic);
        }
        let realm = parameter(parameters, "realm").filter(|_| scheme.eq_ignore_ascii_case("bearer"))?;
        Some(Self::Bearer { realm, service: parameter(parameters, "service") })
    }
}

/// A parameter of a challenge: `realm="https://…",service="…"`.
fn parameter(parameters: &str, name: &str) -> Option<String> {
    let mut rest = parameters;
    while let Some((key, after)) = rest.split_once('=') {
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => after.split_once(',').unwrap_or((after, "")),
        };
        if key.trim_matches([' ', ',']).eq_ignore_ascii_case(name) {
            return Some(value.to_owned());
        }
        rest = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Challenge;

    #[test]
    fn a_bearer_challenge_names_where_the_token_is() {
        let text =
            r#"Bearer realm="https://auth.example/token",service="r.example, inc",scope="repository:x:pull""#;
        assert_eq!(
            Challenge::parse(text),
            Some(Challenge::Bearer {
                realm: "https://auth.example/token".into(),
                service: Some("r.example, inc".into())
            })
        );
    }

    #[test]
    fn schemes_are_read_in_any_case() {
        assert_eq!(Challenge::parse(r#"BASIC realm="r""#), Some(Challenge::Basic));
        assert_eq!(Challenge::parse("Negotiate"), None);
    }
}
