//! What works, and is worth a second look.

rules! { "lint"
    UNTAGGED_IMAGE "untagged_image" Warning podwright "podwright; kubernetes.io/docs/concepts/containers/images"
        "an image has a tag of its own or a digest, so that it is the same tomorrow";
    MISSING_LIMITS "missing_limits" Silent podwright "podwright; kubernetes.io/docs/concepts/configuration/manage-resources-containers"
        "a container says how much processor and memory it requests, and how much memory it may have at most";
    DEFAULT_SERVICE_ACCOUNT "default_service_account" Silent podwright "podwright; kubernetes.io/docs/concepts/security/service-accounts"
        "a pod has a service account of its own, or none of its tokens";
    PRIVILEGED_CONTAINER "privileged_container" Warning podwright "podwright; kubernetes.io/docs/concepts/security/pod-security-standards"
        "no container is root on the node";
    PLAIN_SECRET "plain_secret" Warning podwright "podwright; kubernetes.io/docs/concepts/configuration/secret"
        "a password or a token comes from a Secret";
    HOST_NAMESPACE "host_namespace" Warning podwright "podwright; kubernetes.io/docs/concepts/security/pod-security-standards"
        "a pod shares no namespace with its node";
    DEPRECATED_FIELD "deprecated_field" Warning podwright "k8s.io/api core/v1 types.go: Deprecated, DeprecatedServiceAccount"
        "a field is one that Kubernetes has not given up";
}
