//! The document that says how the image is run.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::Options;
use crate::base::Base;
use crate::executable::Executable;
use crate::layer::{self, Layer};

/// The config of an image: what the base says, and ours in its place where both say something.
pub(super) fn config(executable: &Executable, options: &Options, layers: &[Arc<Layer>]) -> Value {
    let base = options.base.as_ref();
    let created = timestamp(options.created);
    let ours = layers
        .iter()
        .map(|layer| json!({"created": created, "created_by": format!("podwright: {}", layer.title())}));
    let history = base.map(Base::history).unwrap_or_default().into_iter().chain(ours);
    let diff_ids = layers.iter().map(|layer| json!(layer.diff_id()));
    let diff_ids = base.map(Base::diff_ids).unwrap_or_default().into_iter().chain(diff_ids);
    json!({
        "architecture": executable.architecture().as_str(),
        "os": "linux",
        "created": created,
        "config": run(executable, options, base.map(Base::config)),
        "rootfs": {"type": "layers", "diff_ids": diff_ids.collect::<Vec<_>>()},
        "history": history.collect::<Vec<_>>(),
    })
}

fn run(executable: &Executable, options: &Options, base: Option<&Value>) -> Value {
    let mut run = json!({
        "User": format!("{0}:{0}", layer::USER),
        "Entrypoint": [format!("{}/{}", layer::PROGRAM_FOLDER, executable.name())],
        "Env": environment(base),
        "WorkingDir": "/",
    });
    if let Some(folder) =
        base.and_then(|base| base["WorkingDir"].as_str()).filter(|folder| !folder.is_empty())
    {
        run["WorkingDir"] = folder.into();
    }
    let labels = base.and_then(|base| base["Labels"].as_object()).into_iter().flatten();
    let labels = labels.map(|(key, value)| (key.clone(), value.clone()));
    let own = options.labels.iter().map(|(key, value)| (key.clone(), json!(value)));
    let labels = labels.chain(own).collect::<Map<_, _>>();
    if !labels.is_empty() {
        run["Labels"] = labels.into();
    }
    run
}

/// The base's variables, and ours that it does not have: its `PATH` finds its programs.
fn environment(base: Option<&Value>) -> Vec<String> {
    let ours = [
        format!("PATH={}", layer::PROGRAM_FOLDER),
        format!("HOME={}", layer::HOME),
        format!("SSL_CERT_FILE={}", layer::CERTIFICATES),
    ];
    let base = base.and_then(|base| base["Env"].as_array()).into_iter().flatten();
    let mut variables = base.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>();
    let name = |variable: &str| variable.split('=').next().map(str::to_owned);
    for variable in ours {
        if !variables.iter().any(|there| name(there) == name(&variable)) {
            variables.push(variable);
        }
    }
    variables
}

/// Seconds since 1970 as RFC 3339 has it, in UTC; what no calendar reaches is 1970.
pub(super) fn timestamp(seconds: u64) -> String {
    i64::try_from(seconds)
        .ok()
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
        .unwrap_or_default()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_written_as_rfc_3339() {
        assert_eq!(timestamp(951_827_696), "2000-02-29T12:34:56Z");
        assert_eq!(timestamp(1_798_761_600), "2027-01-01T00:00:00Z");
    }

    #[test]
    fn what_a_base_sets_in_the_environment_stays() {
        let base = json!({"Env": ["PATH=/usr/bin", "LANG=C"]});
        let variables = environment(Some(&base));
        assert_eq!(variables[..2], ["PATH=/usr/bin", "LANG=C"]);
        assert!(variables.iter().any(|variable| variable.starts_with("SSL_CERT_FILE=")));
        assert_eq!(environment(None)[0], "PATH=/app");
    }
}
