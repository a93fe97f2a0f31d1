//! How a pod ended that left no report.

use crate::action::{Failure, FailureKind};
use crate::cluster::objects::{Object as _, Pod, Terminated};

/// Whether the pod was ended for the cluster's reasons: Kubernetes replaces it without counting it.
pub(crate) fn is_disruption(pod: &Pod) -> bool {
    pod.has("DisruptionTarget").is_some()
}

/// How this pod failed, where its primary container did not say it itself.
pub(crate) fn failure(pod: &Pod, primary: &str) -> Failure {
    if let Some(failure) = of_pod_itself(pod) {
        return failure;
    }
    match pod.ended(primary) {
        Some(ended) => of_container(ended, pod),
        None if !pod.status.message.is_empty() => Failure::new(
            FailureKind::NotStarted,
            format!("the pod failed: {}", pod.status.message.trim()),
            "see `kubectl describe pod`",
        ),
        None => Failure::new(
            FailureKind::Terminated,
            "the pod ended before the task began",
            "see `kubectl describe pod`",
        ),
    }
}

/// Why the kubelet ended the whole pod, where it did.
pub(crate) fn of_pod_itself(pod: &Pod) -> Option<Failure> {
    match pod.status.reason.as_str() {
        "DeadlineExceeded" => {
            let help = "give the task a longer `timeout`, or its pod a longer `--start-timeout`";
            Some(Failure::new(
                FailureKind::Timeout,
                "the pod's deadline passed before the task was done",
                help,
            ))
        }
        "Evicted" => {
            let message = format!("the node evicted the pod: {}", pod.status.message.trim());
            // The kubelet's words for its local storage, which is limited by pod, by container and by volume.
            let help = if message.contains("limit") {
                "write less to the pod's disk, or raise the limit of `ephemeral-storage` or of the volume in the pod template"
            } else {
                "request what the task really needs, so that the node has room for it"
            };
            Some(Failure::new(FailureKind::Terminated, message, help))
        }
        _ => None,
    }
}

fn of_container(ended: &Terminated, pod: &Pod) -> Failure {
    const KILLED: i32 = 137;
    const TERMINATED: i32 = 143;
    let said = ended.message.trim();
    if ended.reason == "OOMKilled" {
        let help = "give it more memory: `.memory(\"…\")` of the environment, or `--memory`";
        return Failure::new(FailureKind::OutOfMemory, "the task ran out of memory", help);
    }
    if said.contains("exec format error") {
        let help = "package a build for the nodes' architecture: `--binary`";
        return Failure::new(
            FailureKind::NotStarted,
            "the image's program is for another architecture than the node",
            help,
        );
    }
    if said.contains("error while loading shared libraries") {
        let help = "the image lacks a library that the program links: package it where it is installed, or link it statically";
        return Failure::new(FailureKind::NotStarted, format!("the program cannot start: {said}"), help);
    }
    if said.contains("no such file or directory") && said.contains("exec") {
        let help = "the image lacks the program or the loader that it names: check the image's entrypoint";
        return Failure::new(FailureKind::NotStarted, format!("the program cannot start: {said}"), help);
    }
    if ended.reason == "StartError" || ended.reason == "ContainerCannotRun" {
        return Failure::new(
            FailureKind::NotStarted,
            format!("the program cannot start: {said}"),
            "check the image's entrypoint",
        );
    }
    match ended.exit_code {
        0 => {
            let help = "the image must hold a build of this program; a task must return instead of ending the process";
            Failure::new(FailureKind::Exit, "the program ended without a result", help)
        }
        KILLED | TERMINATED => {
            let message =
                format!("the pod `{}` was ended from outside (exit status {})", pod.name(), ended.exit_code);
            Failure::new(
                FailureKind::Terminated,
                message,
                "see who deleted or preempted it with `kubectl get events`",
            )
        }
        status => {
            let last = said.lines().last().map(|line| format!(": {line}")).unwrap_or_default();
            Failure::new(
                FailureKind::Exit,
                format!("the program ended with the exit status {status} and no report{last}"),
                "see the log",
            )
        }
    }
}
