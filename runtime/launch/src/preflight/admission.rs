//! What the API server makes of the Job and of its pod, as dry runs: nothing is kept, everything is asked.

use serde_json::{Value, json};

use super::{Finding, Verdict, quota};
use crate::cluster::{Ask, Cluster, Error, Fault, Status};
use crate::job::labels;
use crate::why::{self, Cause};

/// What came of the dry runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Admitted {
    /// There is a Job of this name already.
    ThereAlready,
    /// There is no such namespace, so that nothing else is to be said.
    NoNamespace(Finding),
    /// What is wrong with the Job or its pod.
    Judged(Vec<Finding>),
}

/// What a dry run was of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Object {
    Job,
    Pod,
}

/// Sends the Job and its pod as dry runs. Errors are those of a server that cannot be asked at all.
pub(super) async fn dry_run(cluster: &Cluster, job: &Value) -> Result<Admitted, Error> {
    const DRY: &str = "fieldValidation=Strict&dryRun=All";
    let pod = pod(job);
    let (jobs, pods) = (format!("{}?{DRY}", cluster.jobs()), format!("{}?{DRY}", cluster.pods()));
    let (of_job, of_pod) =
        tokio::join!(cluster.ask(Ask::Post(job), &jobs), cluster.ask(Ask::Post(&pod), &pods));
    let server = cluster.server();
    let mut findings = Vec::new();
    let mut malformed = false;
    match of_job {
        Ok(_) => {}
        Err(fault) if fault.is_already_exists() => return Ok(Admitted::ThereAlready),
        Err(Fault::Silence(error)) => return Err(error),
        Err(Fault::Answer(status)) if status.code == 401 => {
            return Err(Fault::Answer(status).into_error(server, "the job"));
        }
        Err(Fault::Answer(status)) if is_no_namespace(&status) => {
            return Ok(Admitted::NoNamespace(no_namespace(cluster)));
        }
        Err(Fault::Answer(status)) => {
            malformed = matches!(status.code, 400 | 422);
            findings.push(judge(Object::Job, status, server));
        }
    }
    if let Err(fault) = of_pod {
        let finding = match fault {
            Fault::Silence(error) => not_checked(Object::Pod, &error),
            Fault::Answer(status) => judge(Object::Pod, status, server),
        };
        // Fields that are wrong in the Job's template are wrong in the pod.
        if !(malformed && finding.verdict == Verdict::Refused) {
            findings.push(finding);
        }
    }
    Ok(Admitted::Judged(findings))
}

/// The pod as the Job controller would create it. It has an owner, since policies often refuse pods without one.
fn pod(job: &Value) -> Value {
    const NOBODY: &str = "00000000-0000-0000-0000-000000000000";
    let name = &job["metadata"]["name"];
    let template = &job["spec"]["template"];
    let mut pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": template["metadata"], "spec": template["spec"]});
    pod["metadata"]["generateName"] = format!("{}-", name.as_str().unwrap_or_default()).into();
    pod["metadata"]["labels"]["batch.kubernetes.io/job-name"] = name.clone();
    pod["metadata"]["labels"][labels::JOB] = NOBODY.into();
    pod["metadata"]["ownerReferences"] =
        json!([{"apiVersion": "batch/v1", "kind": "Job", "name": name, "uid": NOBODY, "controller": true}]);
    pod
}

fn is_no_namespace(status: &Status) -> bool {
    status.code == 404 && status.message.starts_with("namespaces ")
}

fn no_namespace(cluster: &Cluster) -> Finding {
    let namespace = cluster.namespace();
    let message = format!("the cluster has no namespace `{namespace}`");
    let help =
        format!("choose another with `--namespace`, or create it: `kubectl create namespace {namespace}`");
    Finding::new(Verdict::Refused, message, help)
}

fn not_checked(object: Object, why: &Error) -> Finding {
    let what = match object {
        Object::Job => "what admission says of the job",
        Object::Pod => "what admission says of the pod",
    };
    Finding::new(Verdict::NotChecked, what, why.to_string())
}

/// What an answer to a dry run means.
fn judge(object: Object, status: Status, server: &str) -> Finding {
    let said = status.message.clone();
    let undecided =
        matches!(status.code, 404 | 408 | 429 | 500..) || said.contains("does not support dry run");
    let error = Fault::Answer(status).into_error(server, "the job");
    if undecided {
        return not_checked(object, &error);
    }
    match (object, &error) {
        // Who launches need not have the right to create pods: the Job controller has it.
        (Object::Pod, Error::Forbidden { .. }) => not_checked(object, &error),
        (Object::Job, _) => Finding::new(Verdict::Refused, error.to_string(), error.help()),
        (Object::Pod, _) => refused_pod(&said),
    }
}

/// What begins the words of rules that the cluster's owner made, which may look at more than the pod.
const POLICIES: [&str; 2] = ["admission webhook", "ValidatingAdmissionPolicy"];

/// The same words as for a pod that the Job controller cannot create.
fn refused_pod(said: &str) -> Finding {
    let why = why::not_created(said);
    match why.cause {
        Cause::Quota if quota::is_too_small(said) => {
            let reason = said.split_once("is forbidden: ").map_or(said, |(_, reason)| reason);
            let message = format!("the pod asks for more than the namespace's whole quota: {reason}");
            Finding::new(Verdict::Refused, message, "lower what the task requests, or have the quota raised")
        }
        Cause::Quota => Finding::new(
            Verdict::Warning,
            why.message,
            format!("the pod waits until there is room; {}", why.help),
        ),
        _ if POLICIES.iter().any(|policy| said.contains(policy)) => {
            let help = format!(
                "{}; where the policy objects to an image that is not pushed yet, or to who asks, push it first with \
                 `package`, or go on with `--no-preflight`",
                why.help
            );
            Finding::new(Verdict::Refused, why.message, help)
        }
        _ => Finding::new(Verdict::Refused, why.message, why.help),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(object: Object, code: u16, message: &str) -> Finding {
        let status = Status { code, message: message.to_owned(), ..Status::default() };
        judge(object, status, "https://s")
    }

    #[test]
    fn a_missing_right_refuses_a_job_and_leaves_a_pod_unchecked() {
        let forbidden = |resource: &str, group: &str| {
            format!(
                "{resource} is forbidden: User \"jane\" cannot create resource \"{resource}\" in API group \"{group}\" in the namespace \"n\""
            )
        };
        let job = judged(Object::Job, 403, &forbidden("jobs", "batch"));
        assert_eq!(
            (job.verdict, job.message.as_str()),
            (Verdict::Refused, "`jane` may not create jobs in the namespace `n`")
        );
        let pod = judged(Object::Pod, 403, &forbidden("pods", ""));
        assert_eq!(
            (pod.verdict, pod.message.as_str()),
            (Verdict::NotChecked, "what admission says of the pod")
        );
    }

    #[test]
    fn what_never_fits_a_quota_is_refused_and_what_has_to_wait_is_a_warning() {
        let quota = |used, limited| {
            format!(
                "pods \"p\" is forbidden: exceeded quota: rq, requested: pods=1, used: pods={used}, limited: pods={limited}"
            )
        };
        assert_eq!(judged(Object::Pod, 403, &quota(0, 0)).verdict, Verdict::Refused);
        assert_eq!(judged(Object::Pod, 403, &quota(3, 3)).verdict, Verdict::Warning);
    }

    #[test]
    fn pod_security_and_limits_are_refused_with_their_reason() {
        let found = judged(
            Object::Pod,
            403,
            "pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\": why",
        );
        assert_eq!(found.verdict, Verdict::Refused);
        assert!(found.message.contains("Pod Security forbids the pod: violates PodSecurity"), "{found:?}");
        let found = judged(
            Object::Pod,
            403,
            "pods \"p\" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi",
        );
        assert!(found.message.contains("maximum memory usage per Container is 1Gi"), "{found:?}");
    }

    #[test]
    fn a_webhook_that_fails_or_takes_no_dry_runs_decides_nothing() {
        let deaf = "admission webhook \"x\" does not support dry run";
        assert_eq!(judged(Object::Pod, 400, deaf).verdict, Verdict::NotChecked);
        assert_eq!(judged(Object::Job, 500, "failed calling webhook \"x\"").verdict, Verdict::NotChecked);
        let denied = judged(Object::Pod, 403, "admission webhook \"x\" denied the request: not signed");
        assert!(denied.verdict == Verdict::Refused && denied.help.contains("`package`"), "{denied:?}");
    }

    #[test]
    fn the_pod_has_the_jobs_name_and_an_owner() {
        let job = json!({"metadata": {"name": "j"}, "spec": {"template": {"metadata": {"labels": {"a": "b"}}, "spec": {"x": 1}}}});
        let pod = pod(&job);
        assert_eq!(pod["metadata"]["generateName"], "j-");
        assert_eq!(pod["metadata"]["labels"]["a"], "b");
        assert_eq!(pod["metadata"]["ownerReferences"][0]["name"], "j");
        assert_eq!(pod["spec"]["x"], 1);
    }
}
