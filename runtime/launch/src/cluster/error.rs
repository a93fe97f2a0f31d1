//! What can go wrong between this program and the cluster, each with what to do about it.

use std::time::Duration;

use kube::client::AuthError;

use super::role::give_right;

/// Why a cluster did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no kubeconfig. Name one.
    #[error("no kubeconfig at {looked}")]
    NoKubeconfig {
        /// The places that were looked at.
        looked: String,
    },
    /// The kubeconfig cannot be read. Mend it.
    #[error("the kubeconfig {path} cannot be used: {reason}")]
    Kubeconfig {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The kubeconfig has no such context. Choose one of those it has.
    #[error("the kubeconfig {path} has no context `{name}`")]
    NoContext {
        /// The context that was asked for.
        name: String,
        /// The file.
        path: String,
        /// The contexts that it has.
        known: Vec<String>,
    },
    /// The kubeconfig names no current context. Choose one.
    #[error("the kubeconfig {path} has no current context")]
    NoCurrentContext {
        /// The file.
        path: String,
        /// The contexts that it has.
        known: Vec<String>,
    },
    /// The namespace's name cannot be one. Mend it.
    #[error("the name of the namespace, `{name}`, {reason}")]
    Namespace {
        /// The name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// This runs in a pod that has no service account's token. Mount one.
    #[error("this pod has no service account to speak to the cluster with: {reason}")]
    NoServiceAccount {
        /// What is missing.
        reason: String,
    },
    /// The server does not answer. Check the address, and that it is up.
    #[error("the cluster at {server} does not answer: {reason}")]
    Unreachable {
        /// Its address.
        server: String,
        /// What happened.
        reason: String,
    },
    /// The server has been away for as long as it is waited for. Come back when it answers.
    #[error("the API server has been away for {limit:?}: {reason}")]
    Away {
        /// How long it was waited for.
        limit: Duration,
        /// What happened at last.
        reason: String,
    },
    /// The server's certificate is not trusted, or ours is not. Check the kubeconfig's certificates.
    #[error("no secure connection to the cluster at {server}: {reason}")]
    Certificate {
        /// Its address.
        server: String,
        /// What is wrong.
        reason: String,
    },
    /// The server does not take the credentials. Log in again.
    #[error("the cluster at {server} does not accept the credentials: {reason}")]
    Credentials {
        /// Its address.
        server: String,
        /// What it said.
        reason: String,
    },
    /// The program that gives the credentials does not. Install it, or log in with it.
    #[error("the credential plugin `{command}` {reason}")]
    Plugin {
        /// The program.
        command: String,
        /// What happened to it.
        reason: String,
    },
    /// A right is missing. Have it given.
    #[error("`{user}` may not {verb} {resource} in {}", place(namespace.as_deref()))]
    Forbidden {
        /// Who asked.
        user: String,
        /// What for: `create`.
        verb: String,
        /// The resource: `jobs`.
        resource: String,
        /// The resource's API group; empty for the core group.
        group: String,
        /// The namespace; `None` where it is the whole cluster's.
        namespace: Option<String>,
    },
    /// The server does not take the object. Change what it names.
    #[error("the cluster refuses {what}: {reason}")]
    Refused {
        /// The object.
        what: String,
        /// The server's words.
        reason: String,
    },
    /// Something that is needed is not there.
    #[error("there is no {what} in the namespace `{namespace}`")]
    NotFound {
        /// Its kind and name.
        what: String,
        /// Where it was looked for.
        namespace: String,
    },
    /// A Job of that name exists, but was made from something else. Start a new run.
    #[error("the job `{job}` exists already and was made from another program, template or input")]
    Changed {
        /// The Job.
        job: String,
    },
    /// An object of that name exists and belongs to something else. Delete it, or take another name.
    #[error("{what} has no place: an object `{name}` of something else is there")]
    Taken {
        /// What was to be put there.
        what: String,
        /// The name.
        name: String,
    },
    /// What is to be kept is too large. Make it smaller.
    #[error("{what} has {size} bytes, and a ConfigMap holds {limit}")]
    TooLarge {
        /// What it is.
        what: String,
        /// How large it is, in bytes.
        size: usize,
        /// How large it may be, in bytes.
        limit: usize,
    },
    /// The server is in trouble. Try again later.
    #[error("the cluster at {server} cannot answer now: {reason}")]
    Trouble {
        /// Its address.
        server: String,
        /// What it said.
        reason: String,
    },
    /// The server has too much to do. Try again later.
    #[error("the cluster at {server} has too much to do: {reason}")]
    Busy {
        /// Its address.
        server: String,
        /// What it said.
        reason: String,
    },
    /// The server answered something that makes no sense here: it may not be a Kubernetes API server.
    #[error("the cluster at {server} gave an answer that cannot be read: {reason}")]
    Unexpected {
        /// Its address.
        server: String,
        /// What is odd about it.
        reason: String,
    },
}

impl Error {
    /// What to do about it, in one line.
    pub fn help(&self) -> String {
        match self {
            Self::NoKubeconfig { .. } => {
                "name one with `--kubeconfig` or KUBECONFIG, or run with `--local`, which needs no cluster".to_owned()
            }
            Self::Kubeconfig { .. } => "mend the file, or name another with `--kubeconfig`".to_owned(),
            Self::NoContext { known, .. } | Self::NoCurrentContext { known, .. } => choose_context(known),
            Self::Namespace { .. } => {
                "mend it with `--namespace`, or in the context of the kubeconfig".to_owned()
            }
            Self::NoServiceAccount { .. } => {
                "the pod template must not set `automount_service_account_token: false` where a task calls tasks".to_owned()
            }
            Self::Unreachable { .. } => {
                "check that the cluster is up and that this machine reaches it (VPN, proxy); `--context` chooses another".to_owned()
            }
            Self::Away { .. } => {
                "nothing that was started is lost; `--outage-timeout` waits longer".to_owned()
            }
            Self::Certificate { .. } => {
                "check `certificate-authority` of the cluster and `client-certificate` of the user in the kubeconfig".to_owned()
            }
            Self::Credentials { .. } => {
                "they are expired or wrong: log in again, and check with `kubectl auth whoami`".to_owned()
            }
            Self::Plugin { .. } => {
                "install it or log in with it, as the kubeconfig's `exec` says; then check with `kubectl auth whoami`".to_owned()
            }
            Self::Forbidden { user, verb, resource, group, namespace } => {
                give_right(namespace.as_deref(), Some(user), (group, resource), &[verb])
            }
            Self::Refused { .. } => "change what the message names in the pod template or the cluster's policy".to_owned(),
            Self::NotFound { .. } => "check the name, and the namespace with `--namespace`".to_owned(),
            Self::Changed { .. } => "start a new run: within a run a call is made once".to_owned(),
            Self::Taken { .. } => "delete it, or start the run with another `--name`".to_owned(),
            Self::TooLarge { .. } => "keep it in a store or a volume, and pass its path".to_owned(),
            Self::Trouble { .. } | Self::Busy { .. } => "try again in a while; nothing that was started is lost".to_owned(),
            Self::Unexpected { .. } => "check that the address is a Kubernetes API server's".to_owned(),
        }
    }

    /// Whether the same request may well succeed later.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Trouble { .. } | Self::Busy { .. })
    }
}

fn place(namespace: Option<&str>) -> String {
    namespace.map_or_else(|| "the cluster".to_owned(), |namespace| format!("the namespace `{namespace}`"))
}

fn choose_context(known: &[String]) -> String {
    match known {
        [] => "it has no contexts at all: is it the right file".to_owned(),
        known => format!("choose one with `--context`: `{}`", known.join("`, `")),
    }
}

/// What is wrong with the credential plugin `command`, where that is the error.
pub(super) fn of_plugin(command: &str, error: &kube::Error) -> Option<Error> {
    let kube::Error::Auth(cause) = error else { return None };
    let reason = match cause {
        AuthError::AuthExecStart(why) => format!("cannot be run: {why}"),
        AuthError::AuthExecRun { out, .. } => {
            format!("failed with {}{}", out.status, last_words(&out.stderr))
        }
        AuthError::AuthExecParse(_) | AuthError::ExecPluginFailed => "gave no credentials".to_owned(),
        _ => return None,
    };
    Some(Error::Plugin { command: command.to_owned(), reason })
}

/// The last line of what a program said, behind a colon.
fn last_words(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    said.lines()
        .rfind(|line| !line.trim().is_empty())
        .map(|line| format!(": {}", line.trim()))
        .unwrap_or_default()
}

/// What went wrong where the server gave no answer at all.
pub(super) fn of_client(server: &str, error: &kube::Error) -> Error {
    let server = server.to_owned();
    match error {
        kube::Error::Auth(cause) => {
            return Error::Credentials { server, reason: cause.to_string() };
        }
        kube::Error::RustlsTls(cause) => {
            return Error::Certificate { server, reason: chain(cause) };
        }
        kube::Error::SerdeError(_)
        | kube::Error::FromUtf8(_)
        | kube::Error::LinesCodecMaxLineLengthExceeded => {
            return Error::Unexpected { server, reason: error.to_string() };
        }
        _ => {}
    }
    of_transport(&server, error)
}

/// What went wrong on the way to the server.
pub(super) fn of_transport(server: &str, error: &(dyn std::error::Error + 'static)) -> Error {
    let server = server.to_owned();
    let reason = innermost(error);
    let whole = chain(error);
    if whole.contains("certificate") || whole.contains("AlertReceived") {
        return Error::Certificate { server, reason };
    }
    if whole.contains("auth exec") || whole.contains("token file") {
        return Error::Credentials { server, reason: whole };
    }
    Error::Unreachable { server, reason }
}

/// The words of an error and of all its causes.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut words = vec![error.to_string()];
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        // Many errors repeat their cause in their own words.
        if !words.last().is_some_and(|last| last.contains(&text)) {
            words.push(text);
        }
        next = cause.source();
    }
    words.join(": ")
}

fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut last = error;
    while let Some(cause) = last.source() {
        last = cause;
    }
    last.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_the_innermost_cause() {
        let refused =
            std::io::Error::new(std::io::ErrorKind::ConnectionRefused, "Connection refused (os error 111)");
        let error = of_client("https://a", &kube::Error::Service(Box::new(std::io::Error::other(refused))));
        assert_eq!(
            error.to_string(),
            "the cluster at https://a does not answer: Connection refused (os error 111)"
        );
        assert!(error.is_transient());
    }

    #[test]
    fn an_untrusted_certificate_is_told_from_an_absent_server() {
        let cause = std::io::Error::other("invalid peer certificate: UnknownIssuer");
        let error = of_client("https://a", &kube::Error::Service(Box::new(cause)));
        assert!(matches!(error, Error::Certificate { .. }), "{error}");
        assert!(!error.is_transient());
    }

    #[test]
    fn contexts_are_offered() {
        let error =
            Error::NoContext { name: "x".into(), path: "p".into(), known: vec!["a".into(), "b".into()] };
        assert_eq!(error.help(), "choose one with `--context`: `a`, `b`");
    }
}
