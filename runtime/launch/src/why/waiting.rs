//! What containers wait for, in the kubelet's words.

use super::{Cause, Why, image};
use crate::cluster::objects::{ContainerStatus, Event, Object as _, Pod};

pub(super) fn of_containers(pod: &Pod, primary: &str, events: &[Event]) -> Option<Why> {
    pod.containers().find_map(|status| {
        of_container(pod, status, events).or_else(|| crashed_sidecar(pod, status, primary))
    })
}

fn of_container(pod: &Pod, status: &ContainerStatus, events: &[Event]) -> Option<Why> {
    let waiting = status.state.waiting.as_ref()?;
    let (name, said) = (&status.name, waiting.message.as_str());
    match waiting.reason.as_str() {
        "ErrImagePull" | "ImagePullBackOff" => {
            let said = pull_error(said, &status.image, events);
            Some(image::pull(pod, name, &status.image, &said, events))
        }
        "InvalidImageName" => {
            let message =
                format!("`{}` of `{name}` is no image's name: {}", status.image, image::short(said));
            Some(
                Why::new(Cause::ImageName, message, "write `registry/repository:tag`, in small letters")
                    .for_good(),
            )
        }
        "ErrImageNeverPull" => {
            let message =
                format!("the image `{}` of `{name}` is not on the node, and may not be pulled", status.image);
            Some(
                Why::new(Cause::ImageNotFound, message, "take `image_pull_policy: \"Never\"` out").for_good(),
            )
        }
        "CreateContainerConfigError" => Some(config(name, said)),
        "CreateContainerError" | "RunContainerError" => {
            let message = format!("the container `{name}` cannot be started: {}", image::short(said));
            let why = Why::new(Cause::Container, message, "check what the message names in the pod template");
            Some(if is_overload(said) { why } else { why.for_good() })
        }
        _ => None,
    }
}

/// Whether a container's runtime was too slow: the kubelet gave up waiting, and asks again while the first is still made.
fn is_overload(said: &str) -> bool {
    ["context deadline exceeded", "is reserved for"].iter().any(|words| said.contains(words))
}

/// While the kubelet waits before the next try it only says so; the try's own error is in an event.
fn pull_error(said: &str, image: &str, events: &[Event]) -> String {
    let failed = events.iter().rev().find(|event| {
        event.reason == "Failed" && event.message.contains(image) && event.message.contains("pull")
    });
    match failed {
        Some(event) if !said.contains("failed") => event.message.clone(),
        _ => said.to_owned(),
    }
}

fn config(name: &str, said: &str) -> Why {
    if said.contains("runAsNonRoot") {
        let message = format!("the image of `{name}` runs as root, which its security context forbids");
        let help =
            "give the image a numeric `USER`, or the container `security_context: { run_as_user: 65532 }`";
        return Why::new(Cause::RunsAsRoot, message, help).for_good();
    }
    let message = format!("the container `{name}` lacks something of its environment: {said}");
    Why::new(
        Cause::MissingConfig,
        message,
        "create the Secret, the ConfigMap or the key, or mark it `optional: true`",
    )
}

fn crashed_sidecar(pod: &Pod, status: &ContainerStatus, primary: &str) -> Option<Why> {
    const OFTEN: u32 = 2;
    let is_sidecar = pod.status.init_container_statuses.iter().any(|init| init.name == status.name);
    if !is_sidecar || status.name == primary {
        return None;
    }
    if status.restart_count >= OFTEN && !status.started {
        let last = status.last_state.terminated.as_ref();
        let how = last.map_or_else(
            || "it is restarted again and again".to_owned(),
            |last| format!("it exits with {}", last.exit_code),
        );
        let message =
            format!("the task waits for the sidecar `{}`, which does not stay up: {how}", status.name);
        return Some(Why::new(
            Cause::Sidecar,
            message,
            format!(
                "see its log: `logs RUN --sidecar-logs`, or `kubectl logs {} -c {}`",
                pod.name(),
                status.name
            ),
        ));
    }
    None
}
