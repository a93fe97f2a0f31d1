//! What one cluster wants of its pods, without any `pod_spec`: a role, an autoscaler's hint, cost labels.

use podwright::prelude::*;

static POD: PodTemplate = pod_template! {
    labels: { "cost-center": "ml-team", "project": "recommendations" },
    annotations: {
        "iam.amazonaws.com/role": "my-task-role",
        "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
    },
};

static ENV: TaskEnvironment = TaskEnvironment::new("cluster-specific").pod_template(&POD);

/// Adds two numbers.
#[task(env = ENV)]
fn add(a: i64, b: i64) -> Result<i64> {
    Ok(a + b)
}

fn main() -> ExitCode {
    podwright::main()
}
