//! What a local run has to do before its task: the environment that the pod would have, and what it will be without.

use std::env;

use crate::context::Request;
use crate::environment::TaskEnvironment;
use crate::progress::say;
use crate::secret::SecretPlace;
use crate::template::PodTemplate;

/// Gives the process the environment of the task's primary container, and says what the run is without.
pub(crate) fn prepare(request: &Request) {
    let environment = request.task.env;
    let template = request.overrides.template.or_else(|| environment.template.now());
    if let Some(template) = template {
        without_sidecars(*template);
        for (name, value) in template.parts.index.env {
            set(name, *value);
        }
    }
    for (name, value) in environment.env {
        set(name, Some(value));
    }
    for (name, value) in &request.overrides.env {
        set_always(name, value);
    }
    secrets(environment);
}

fn without_sidecars(template: PodTemplate) {
    let index = &template.parts.index;
    let others: Vec<_> = index.containers.iter().filter(|name| **name != index.primary).copied().collect();
    if !others.is_empty() {
        say(&format!("local run, without the containers {}", others.join(", ")));
    }
}

fn secrets(environment: &TaskEnvironment) {
    for secret in environment.secrets {
        match secret.place {
            SecretPlace::Env(name) if env::var_os(name).is_none() => say(&format!(
                "`{name}` is not set: in a pod it is the key `{}` of the Secret `{}`",
                secret.key, secret.object
            )),
            SecretPlace::File(path) if !std::path::Path::new(path).exists() => say(&format!(
                "`{path}` does not exist: in a pod it is the key `{}` of the Secret `{}`",
                secret.key, secret.object
            )),
            _ => {}
        }
    }
}

/// The variable as the pod would have it, unless whoever runs the program has set it.
fn set(name: &str, value: Option<&str>) {
    match value {
        Some(value) if env::var_os(name).is_none() => set_always(name, value),
        _ => {}
    }
}

fn set_always(name: &str, value: &str) {
    // SAFETY: no other thread runs yet: `main` asks its callers for that, and the async runtime is started after this.
    unsafe { env::set_var(name, value) };
}
