//! What a pod has beside containers, volumes and scheduling.

rules! { "pod"
    GRACE_PERIOD "grace_period" Error kubelet "pkg/apis/core/v1/defaults.go: SetDefaults_Pod"
        "a pod takes no less than no time to end";
    PULL_SECRET "pull_secret" Warning server "pkg/api/pod/warnings.go: warningsForPodSpecAndMeta"
        "a Secret with which images are pulled is named, and once";
}
