//! Why one request failed, before anybody decides whether that matters.

use std::time::Duration;

use serde::Deserialize;

use super::Error;

/// A request that gave no object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The server said no.
    Answer(Status),
    /// There was no answer that could be read.
    Silence(Error),
}

/// A `metav1.Status`, as far as it matters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Status {
    pub(crate) code: u16,
    pub(crate) reason: String,
    pub(crate) message: String,
    #[serde(skip)]
    pub(crate) retry_after: Option<Duration>,
}

impl Status {
    /// An answer's body, which a proxy in between may have written instead.
    pub(crate) fn of_answer(code: u16, body: &[u8], retry_after: Option<Duration>) -> Self {
        let status = serde_json::from_slice::<Self>(body).unwrap_or_else(|_| Self {
            message: String::from_utf8_lossy(body).trim().chars().take(500).collect(),
            ..Self::default()
        });
        Self { code, retry_after, ..status }
    }

    fn is_transient(&self) -> bool {
        matches!(self.code, 429 | 500 | 502 | 503 | 504) || self.reason == "Conflict"
    }

    fn into_error(self, server: &str, what: &str) -> Error {
        if let Some(error) = self.missing_right() {
            return error;
        }
        let (server, what, reason) = (server.to_owned(), what.to_owned(), self.message.clone());
        match self.code {
            401 => Error::Credentials { server, reason },
            400 | 403 | 413 | 422 => Error::Refused { what, reason },
            404 if self.reason == "NotFound" && self.message.starts_with("namespaces ") => Error::Refused {
                what,
                reason: format!("the {}", self.message.replacen("namespaces", "namespace", 1)),
            },
            429 => Error::Busy { server, reason: self.words() },
            _ if self.is_transient() => Error::Trouble { server, reason: self.words() },
            _ => Error::Unexpected { server, reason: self.words() },
        }
    }

    fn words(&self) -> String {
        let message = Some(&self.message).filter(|message| !message.is_empty());
        let message = message.map(|message| format!(": {message}")).unwrap_or_default();
        let again = self.retry_after.map(|after| format!("; it wants to be asked again in {after:?}"));
        format!("HTTP {}{message}{}", self.code, again.unwrap_or_default())
    }

    /// The words of `k8s.io/apiserver` (`responsewriters.Forbidden`), which admission plugins do not use:
    /// `… User "u" cannot create resource "jobs" in API group "batch" in the namespace "n"`.
    fn missing_right(&self) -> Option<Error> {
        if self.code != 403 {
            return None;
        }
        let (head, tail) = self.message.split_once(" cannot ")?;
        let user = head.split('"').nth(1)?;
        let (verb, tail) = tail.split_once(" resource ")?;
        let mut quoted = tail.split('"').skip(1).step_by(2);
        let (resource, group) = (quoted.next()?, quoted.next()?);
        let namespace = quoted.next().map(str::to_owned);
        Some(Error::Forbidden {
            user: user.to_owned(),
            verb: verb.to_owned(),
            resource: resource.to_owned(),
            group: group.to_owned(),
            namespace,
        })
    }
}

impl Fault {
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::Answer(status) if status.code == 404)
    }

    pub(crate) fn is_already_exists(&self) -> bool {
        matches!(self, Self::Answer(status) if status.reason == "AlreadyExists")
    }

    /// Whether the credentials or the rights are at fault: what a server that is starting up may also say for a moment.
    pub(crate) fn is_denial(&self) -> bool {
        matches!(self, Self::Answer(status) if matches!(status.code, 401 | 403))
    }

    /// Whether a right is missing, or admission says no.
    pub(crate) fn is_forbidden(&self) -> bool {
        matches!(self, Self::Answer(status) if status.code == 403)
    }

    /// Whether it is the place in a watch that the server has forgotten.
    pub(crate) fn is_expired(&self) -> bool {
        matches!(self, Self::Answer(status) if status.code == 410)
    }

    /// Whether the same request may well succeed later.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            Self::Answer(status) => status.is_transient(),
            Self::Silence(error) => error.is_transient(),
        }
    }

    pub(crate) fn is_internal(&self) -> bool {
        matches!(self, Self::Answer(status) if status.code == 500)
    }

    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Answer(status) => status.retry_after,
            Self::Silence(_) => None,
        }
    }

    /// In words for the user; `what` names the object that the request was about.
    pub(crate) fn into_error(self, server: &str, what: &str) -> Error {
        match self {
            Self::Answer(status) => status.into_error(server, what),
            Self::Silence(error) => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(code: u16, reason: &str, message: &str) -> Error {
        let status = Status { code, reason: reason.into(), message: message.into(), retry_after: None };
        status.into_error("https://s", "the job `j`")
    }

    #[test]
    fn a_missing_right_says_who_lacks_it_and_what_gives_it() {
        let error = answered(
            403,
            "Forbidden",
            r#"jobs.batch is forbidden: User "jane" cannot create resource "jobs" in API group "batch" in the namespace "team""#,
        );
        assert_eq!(error.to_string(), "`jane` may not create jobs in the namespace `team`");
        let help = error.help();
        assert!(help.contains("`kubectl create role podwright-jobs --verb=create,get,list,"), "{help}");
        assert!(help.contains("--role=podwright-jobs --user=jane --namespace=team`"), "{help}");
    }

    #[test]
    fn a_missing_cluster_wide_right_says_so() {
        let error = answered(
            403,
            "Forbidden",
            r#"nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope"#,
        );
        assert_eq!(error.to_string(), "`jane` may not list nodes in the cluster");
    }

    #[test]
    fn admission_is_told_from_a_missing_right() {
        let error =
            answered(403, "Forbidden", r#"pods "p" is forbidden: exceeded quota: rq, requested: pods=1"#);
        assert!(matches!(error, Error::Refused { .. }), "{error}");
    }

    #[test]
    fn expired_credentials_say_so() {
        assert!(matches!(answered(401, "Unauthorized", "Unauthorized"), Error::Credentials { .. }));
    }

    #[test]
    fn a_proxys_page_is_quoted_not_parsed() {
        let status = Status::of_answer(502, b"<html>bad gateway</html>", None);
        assert_eq!(status.message, "<html>bad gateway</html>");
        assert!(Fault::Answer(status).is_transient());
    }

    #[test]
    fn a_server_with_too_much_to_do_is_told_from_one_in_trouble() {
        assert!(matches!(answered(429, "TooManyRequests", "slow down"), Error::Busy { .. }));
        assert!(matches!(answered(503, "ServiceUnavailable", "etcd"), Error::Trouble { .. }));
    }

    #[test]
    fn a_missing_namespace_is_named() {
        let error = answered(404, "NotFound", r#"namespaces "nope" not found"#);
        assert_eq!(error.to_string(), r#"the cluster refuses the job `j`: the namespace "nope" not found"#);
    }
}
