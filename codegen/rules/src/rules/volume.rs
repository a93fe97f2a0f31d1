//! Volumes and their mounts.

rules! { "volume"
    UNDECLARED_VOLUME "undeclared_volume" Error server "ValidateVolumeMounts, ValidateVolumeDevices"
        "a mounted volume is one of the pod's volumes";
    UNUSED_VOLUME "unused_volume" Warning podwright "podwright"
        "a volume is mounted by a container";
    DUPLICATE_MOUNT_PATH "duplicate_mount_path" Error server "ValidateVolumeMounts"
        "a container mounts one volume at a path";
    INVALID_MOUNT_PATH "invalid_mount_path" Error kubelet "api/core/v1 types.go: VolumeMount.mountPath; pkg/kubelet: makeMounts"
        "a mount path is absolute and has no `:`";
    INVALID_PATH "invalid_path" Error server "validateLocalDescendingPath, validatePathNoBacksteps, ValidateLocalNonReservedPath"
        "a path within a volume is relative and does not step back";
    DUPLICATE_PATH "duplicate_path" Error server "validateProjectionSources"
        "the files of a projected volume have paths of their own";
    MOUNT_PROPAGATION "mount_propagation" Error server "validateMountPropagation"
        "a container that passes mounts on to the node is privileged";
    RECURSIVE_READ_ONLY "recursive_read_only" Error server "validateMountRecursiveReadOnly"
        "a mount with `recursiveReadOnly` is read-only, and passes nothing on";
    BLOCK_DEVICE "block_device" Error server "ValidateVolumeDevices, ValidateVolumeMounts"
        "a block device is a claim, is in a container once, and is not mounted there too";
    CLAIM_NAME "claim_name" Error server "ValidateVolumes, validateVolumeSource"
        "the claim of an ephemeral volume has a valid name that no other volume uses";
    DATA_SOURCE "data_source" Error server "validateDataSource, validateDataSourceRef, ValidatePersistentVolumeClaimSpec"
        "a claim is filled from one object, of a kind that goes with its API group";
    FIELD_REFERENCE "field_reference" Error server "validateObjectFieldSelector, validateContainerResourceFieldSelector"
        "a field or a resource of the pod is referred to as the API server knows it";
    ISCSI_NAME "iscsi_name" Error server "validateISCSIVolumeSource"
        "an iSCSI target and its initiator have `iqn.`, `eui.` or `naa.` names";
    QUOBYTE_REGISTRY "quobyte_registry" Error server "validateQuobyteVolumeSource"
        "a Quobyte registry is hosts with ports";
    RESERVED_OPTION "reserved_option" Error server "validateFlexVolumeSource"
        "an option of a flex volume has no domain of Kubernetes' own";
    DEPRECATED_VOLUME "deprecated_volume" Warning server "pkg/api/pod/warnings.go: warningsForPodSpecAndMeta"
        "a volume is of a kind that Kubernetes still mounts";
    OVERLAPPING_PATH "overlapping_path" Warning server "pkg/api/pod/warnings.go: warningsForOverlappingVirtualPaths"
        "no two files of a volume have one path, and none lies where another's folder is";
    EMPTY_PROJECTION "empty_projection" Warning server "pkg/api/pod/warnings.go: warningsForOverlappingVirtualPaths"
        "each source of a projected volume names what it projects";
}
