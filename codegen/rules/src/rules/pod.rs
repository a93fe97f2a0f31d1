//! What a pod has beside containers, volumes and scheduling.

rules! {
    GRACE_PERIOD "grace_period" Error kubelet "ValidatePodCreate"
        "the pods of a template take no less than no time to end";
}
