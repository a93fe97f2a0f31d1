//! Why an image does not come.

use super::{Cause, Why};
use crate::cluster::objects::{Event, Pod};

/// `image` as the container has it, `said` by the kubelet; the events say whether a pull secret is missing.
pub(super) fn pull(pod: &Pod, container: &str, image: &str, said: &str, events: &[Event]) -> Why {
    let registry = registry(image);
    let lower = said.to_lowercase();
    let denied = ["401 unauthorized", "403 forbidden", "unauthorized", "denied", "no basic auth"];
    if denied.iter().any(|word| lower.contains(word)) {
        let message = format!(
            "the registry `{registry}` does not give the image `{image}` of `{container}`: {}",
            secrets(pod, events)
        );
        let help = format!(
            "create the secret with `kubectl create secret docker-registry NAME --docker-server={registry} …` and name it in \
             `image_pull_secrets` of the pod template"
        );
        return Why::new(Cause::ImageDenied, message, help).for_good();
    }
    if lower.contains("not found") || lower.contains("manifest unknown") || lower.contains("name unknown") {
        let message = format!("the registry `{registry}` has no image `{image}`, which `{container}` wants");
        return Why::new(Cause::ImageNotFound, message, "check the repository and the tag or digest")
            .for_good();
    }
    let message = format!("the image `{image}` of `{container}` cannot be pulled: {}", short(said));
    Why::new(Cause::ImagePull, message, format!("check that the nodes reach the registry `{registry}`"))
}

fn secrets(pod: &Pod, events: &[Event]) -> String {
    let named: Vec<_> =
        pod.spec.image_pull_secrets.iter().map(|secret| format!("`{}`", secret.name)).collect();
    let missing = events.iter().any(|event| event.reason == "FailedToRetrieveImagePullSecret");
    match (named.is_empty(), missing) {
        (true, _) => "the pod template names no pull secret".to_owned(),
        (false, true) => format!("the pull secret {} does not exist", named.join(", ")),
        (false, false) => format!("it does not accept the pull secret {}", named.join(", ")),
    }
}

/// The host of an image's reference.
pub(super) fn registry(image: &str) -> &str {
    match image.split_once('/') {
        Some((host, _)) if host.contains(['.', ':']) || host == "localhost" => host,
        _ => "docker.io",
    }
}

/// The innermost of a chain of errors as Go writes them.
pub(super) fn short(said: &str) -> &str {
    const ENOUGH: usize = 160;
    let last = said.trim().rsplit(": ").next().unwrap_or(said);
    let text = if last.len() < 12 { said.trim() } else { last };
    text.char_indices().nth(ENOUGH).map_or(text, |(end, _)| &text[..end])
}
