//! Volumes and their mounts.

rules! {
    UNDECLARED_VOLUME "undeclared_volume" Error server "ValidateVolumeMounts, ValidateVolumeDevices"
        "a mounted volume is one of the pod's volumes";
    UNUSED_VOLUME "unused_volume" Warning podwright "podwright"
        "a volume is mounted by a container";
    DUPLICATE_MOUNT_PATH "duplicate_mount_path" Error server "ValidateVolumeMounts"
        "a container mounts one volume at a path";
    INVALID_MOUNT_PATH "invalid_mount_path" Error kubelet "api/core/v1 types.go: VolumeMount.mountPath; pkg/kubelet: makeMounts"
        "a mount path is absolute and has no `:`";
    INVALID_PATH "invalid_path" Error server "validateLocalDescendingPath, validatePathNoBacksteps, validateLocalNonReservedPath"
        "a path within a volume is relative and does not step back";
    FIELD_REFERENCE "field_reference" Error server "validateObjectFieldSelector, validateContainerResourceFieldSelector"
        "a field or a resource of the pod is referred to as the API server knows it";
}
