//! Dev, staging and prod: three templates, one of them chosen when the run is submitted.

use podwright::prelude::*;

static DEV: PodTemplate = pod_template! {
    labels: { "stage": "dev" },
    pod_spec: {
        containers: [{ name: "primary", resources: { requests: { cpu: "50m", memory: "32Mi" } } }],
    },
};

static STAGING: PodTemplate = pod_template! {
    labels: { "stage": "staging" },
    pod_spec: {
        containers: [
            {
                name: "primary",
                resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "256Mi" } },
            },
        ],
    },
};

static PROD: PodTemplate = pod_template! {
    labels: { "stage": "prod" },
    pod_spec: {
        service_account_name: "least-privilege",
        affinity: {
            node_affinity: {
                required_during_scheduling_ignored_during_execution: {
                    node_selector_terms: [
                        { match_expressions: [{ key: "podwright.dev/pool", operator: "In", values: ["throwaway"] }] },
                    ],
                },
            },
        },
        containers: [
            {
                name: "primary",
                resources: { requests: { cpu: "200m", memory: "128Mi" }, limits: { cpu: "1", memory: "512Mi" } },
            },
        ],
    },
};

fn stage() -> &'static PodTemplate {
    match std::env::var("STAGE").as_deref() {
        Ok("prod") => &PROD,
        Ok("staging") => &STAGING,
        _ => &DEV,
    }
}

static ENV: TaskEnvironment = TaskEnvironment::new("stages").pod_template_by(stage);

/// Says how much memory it may use, as the kernel has it.
#[task(env = ENV)]
async fn memory_limit() -> Result<String> {
    let limit = tokio::fs::read_to_string("/sys/fs/cgroup/memory.max").await;
    let limit = match limit {
        Ok(limit) => limit,
        Err(_) => tokio::fs::read_to_string("/sys/fs/cgroup/memory/memory.limit_in_bytes").await?,
    };
    Ok(limit.trim().to_owned())
}

fn main() -> ExitCode {
    podwright::main()
}
