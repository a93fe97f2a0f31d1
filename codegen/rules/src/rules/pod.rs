//! What a pod has beside containers, volumes and scheduling.

rules! { "pod"
    GRACE_PERIOD "grace_period" Error kubelet "pkg/apis/core/v1/defaults.go: SetDefaults_Pod"
        "the time that a pod may take to end is not negative";
    PULL_SECRET "pull_secret" Warning server "pkg/api/pod/warnings.go: warningsForPodSpecAndMeta"
        "a Secret with which images are pulled is named, and once";
}
