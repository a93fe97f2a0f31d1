//! Metadata.

rules! { "metadata"
    INVALID_LABEL "invalid_label" Error server "apimachinery pkg/apis/meta/v1/validation: ValidateLabels"
        "labels and node selectors have qualified names and short plain values";
    INVALID_ANNOTATION "invalid_annotation" Error server "apimachinery pkg/api/validation/objectmeta.go: ValidateAnnotations"
        "annotations have qualified names and fit 256 KiB together";
    OWNER "owner" Error server "apimachinery pkg/api/validation/objectmeta.go: ValidateOwnerReferences"
        "an owner is named with the version of its API, and one of them is the controller";
    DUPLICATE_OWNER "duplicate_owner" Warning server "apiserver pkg/endpoints/handlers/rest.go: dedupOwnerReferences"
        "an owner is named once";
    FINALIZER "finalizer" Error server "apimachinery pkg/api/validation/objectmeta.go: ValidateFinalizers; validateKubeFinalizerName"
        "a finalizer has a domain or is Kubernetes' own, and they agree";
    POD_ANNOTATION "pod_annotation" Error server "ValidatePodSpecificAnnotations"
        "an annotation that Kubernetes reads says what it can read";
    DEPRECATED_ANNOTATION "deprecated_annotation" Warning server "pkg/api/pod/warnings.go: deprecatedAnnotations"
        "an annotation is one that Kubernetes still reads";
    HOST_NAME "host_name" Warning server "WarningsOnCreate of pkg/registry/core/pod, batch/job, batch/cronjob, apps/deployment and apps/replicaset"
        "an object whose name becomes that of hosts has one without dots";
}
