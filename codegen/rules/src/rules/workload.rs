//! Deployments, ReplicaSets, StatefulSets and DaemonSets.

rules! { "workload"
    WORKLOAD_SELECTOR "workload_selector" Error server "pkg/apis/apps/validation: ValidateDeploymentSpec, ValidateReplicaSetSpec, ValidateStatefulSetSpec, ValidateDaemonSetSpec"
        "a workload selects the pods of its own template";
}
