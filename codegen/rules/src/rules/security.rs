//! Security contexts.

rules! { "security"
    LOCALHOST_PROFILE "localhost_profile" Error server "validateSeccompProfileField, ValidateAppArmorProfileField"
        "a profile of the type `Localhost`, and no other, names one of the node";
    PROFILE_ANNOTATION "profile_annotation" Error server "ValidateSeccompPodAnnotations, ValidateAppArmorPodAnnotations, validateSeccompAnnotationsAndFields, validateAppArmorAnnotationsAndFieldsMatchOnCreate"
        "an annotation with a seccomp or AppArmor profile holds one, and agrees with the field";
    UNUSED_PROFILE_ANNOTATION "unused_profile_annotation" Warning server "pkg/api/pod/warnings.go: warningsForPodSpecAndMeta; pkg/registry/core/pod/strategy.go: applyAppArmorVersionSkew"
        "a seccomp or AppArmor profile stands in its field, and not in an annotation alone";
    PRIVILEGE_ESCALATION "privilege_escalation" Error server "ValidateSecurityContext"
        "a container that may not get more privileges is not privileged";
    UNMASKED_PROC_MOUNT "unmasked_proc_mount" Error server "ValidateSecurityContext"
        "only a pod with users of its own shows a container all of `/proc`";
    INVALID_SYSCTL "invalid_sysctl" Error server "validateSysctls: IsValidSysctlName"
        "a kernel parameter has a name of small letters between dots or slashes";
    HOST_SYSCTL "host_sysctl" Error server "ValidateHostSysctl"
        "a pod sets no kernel parameter that it shares with the node";
    WINDOWS_USER "windows_user" Error server "validateWindowsSecurityContextOptions"
        "a user of Windows is a name, with a domain before it or not";
    HOST_PROCESS "host_process" Error server "validateWindowsHostProcessPod"
        "all containers of a pod run on a Windows node itself, and in its network, or none does";
    HOST_USERS "host_users" Error server "validateHostUsers"
        "a pod with users of its own shares no other namespace with the node, and has no block devices";
    SHARED_PROCESSES "shared_processes" Error server "validateShareProcessNamespace"
        "the containers of a pod share their processes among them or with the node, not both";
    NON_ROOT "non_root" Error kubelet "pkg/kubelet/kuberuntime: verifyRunAsNonRoot"
        "a container that may not run as root has no root as its user";
    OPERATING_SYSTEM "operating_system" Error server "validateLinux, validateWindows, validatePodResources"
        "a pod has nothing that its operating system does not have";
}
