//! One look at the cluster before anything is pushed: takes a Job as it will be sent, gives what the cluster lacks for it.
//!
//! It changes nothing: it reads, asks what may be done, and sends the Job and its pod as dry runs, all at the same time.

mod admission;
mod instructions;
mod nodes;
mod objects;
mod quota;
mod references;
mod rights;
mod selector;
mod version;

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::cluster::{Cluster, Error, Fault};
use crate::job::Built;

pub use nodes::architectures;
pub use version::version;

/// A Job that is to be sent, and what is known of its program.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// The Job.
    pub built: &'a Built,
    /// Whether somebody will follow it, with the rights that this takes.
    pub follows: bool,
    /// The architectures of its image, in Kubernetes' words (`amd64`); none where they are not known.
    pub architectures: &'a [String],
    /// The x86-64 level that the program needs, by the psABI's name (`x86-64-v3`), where it is more than the first.
    pub level: Option<&'a str>,
}

/// Something that was found out, or could not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How it bears on the run.
    pub verdict: Verdict,
    /// What is wrong; what was not looked at, where the verdict is [`Verdict::NotChecked`].
    pub message: String,
    /// What to do about it; why it was not looked at, where the verdict is [`Verdict::NotChecked`].
    pub help: String,
}

/// How a [`Finding`] bears on the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The cluster would not take it, or could never run it.
    Refused,
    /// Something is missing without which the pod does not start; the pod would wait for it.
    Missing,
    /// The run may go otherwise than it is meant to.
    Warning,
    /// It could not be looked at.
    NotChecked,
}

impl Finding {
    fn new(verdict: Verdict, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { verdict, message: message.into(), help: help.into() }
    }

    /// What was not looked at, and the answer that kept it from being.
    fn not_checked(what: impl Into<String>, cluster: &Cluster, fault: Fault) -> Self {
        let what = what.into();
        let why = fault.into_error(cluster.server(), &what).to_string();
        Self::new(Verdict::NotChecked, what, why)
    }
}

/// Looks at everything at once, and gives what it found, in the order of [`Verdict`].
///
/// A Job of the same name that is there already is taken up by the launch, so that nothing of it is in question: there are
/// no findings. Errors are those of a server that cannot be asked at all.
pub async fn look(cluster: &Cluster, draft: &Draft<'_>) -> Result<Vec<Finding>, Error> {
    let job = &draft.built.job;
    let own = draft.built.config_map.as_ref().and_then(|map| map["metadata"]["name"].as_str());
    let mut looks: Vec<BoxFuture<'_, Vec<Finding>>> =
        vec![rights::look(cluster, draft).boxed(), nodes::look(cluster, draft).boxed()];
    for object in references::of(&job["spec"]["template"]["spec"], own) {
        looks.push(async move { objects::look(cluster, &object).await }.boxed());
    }
    let (admitted, looked) = tokio::join!(admission::dry_run(cluster, job), futures::future::join_all(looks));
    let admitted = match admitted? {
        admission::Admitted::ThereAlready => return Ok(Vec::new()),
        admission::Admitted::NoNamespace(finding) => return Ok(vec![finding]),
        admission::Admitted::Judged(findings) => findings,
    };
    Ok(together(looked.into_iter().flatten().collect(), admitted))
}

/// Puts what admission says behind what was looked at, without what both say.
fn together(mut findings: Vec<Finding>, admitted: Vec<Finding>) -> Vec<Finding> {
    for finding in admitted {
        if !findings.iter().any(|looked| says_the_same(looked, &finding)) {
            findings.push(finding);
        }
    }
    findings.sort_by_key(|finding| finding.verdict);
    findings
}

/// Admission stops at an object that is not there, which was looked at by itself as well.
fn says_the_same(looked: &Finding, admitted: &Finding) -> bool {
    const STOPS: [(&str, &str); 3] = [
        ("ServiceAccount", "serviceaccount \""),
        ("PriorityClass", "no PriorityClass with name "),
        ("RuntimeClass", "RuntimeClass \""),
    ];
    STOPS.into_iter().any(|(kind, before)| {
        let named = admitted.message.split_once(before);
        let name = named.and_then(|(_, behind)| behind.split(['"', ' ']).next());
        name.is_some_and(|name| looked.message.starts_with(&format!("the {kind} `{name}` does not exist")))
    })
}

#[cfg(test)]
mod tests;
