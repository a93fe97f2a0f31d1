#![deny(warnings)]

use k8s_openapi::api::core::v1::Pod;
use podwright::prelude::*;

static ENV: TaskEnvironment = TaskEnvironment::new("own");

#[task(env = ENV)]
fn name(pod: String) -> Result<Option<String>> {
    let pod = Pod { metadata: k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta { name: Some(pod), ..Default::default() }, ..Default::default() };
    Ok(pod.metadata.name)
}

fn main() -> ExitCode { podwright::main() }
