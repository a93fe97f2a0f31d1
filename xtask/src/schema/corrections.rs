//! What Kubernetes' code does with a field beside what its sources declare of it, each with the function that does it.

use super::release::Field;

/// Fields that are declared as required, but taken as zero where they are missing. The functions are those of
/// `pkg/apis/core/validation/validation.go` and `pkg/apis/batch/validation/validation.go` that do not look at them.
const NOT_REQUIRED: [(&str, &str); 7] = [
    ("HTTPHeader", "value"),                   // validateHTTPGetAction
    ("ISCSIVolumeSource", "lun"),              // validateISCSIVolumeSource
    ("PodFailurePolicy", "rules"),             // validatePodFailurePolicy
    ("PreferredSchedulingTerm", "preference"), // ValidatePreferredSchedulingTerms
    ("ScaleIOVolumeSource", "secretRef"),      // validateScaleIOVolumeSource
    ("SleepAction", "seconds"),                // validateSleepAction
    ("Sysctl", "value"),                       // validateSysctls
];

/// Gates that a field stands behind, whatever `+featureGate` says or does not say, by the functions of
/// `pkg/api/pod/util.go` and `pkg/registry/batch/job/strategy.go` that drop the field.
const GATES: [(&str, &str, &str); 7] = [
    // jobStrategy.PrepareForCreate
    ("JobSpec", "managedBy", "JobManagedBy"),
    // dropContainerStopSignals
    ("Lifecycle", "stopSignal", "ContainerStopSignals"),
    // dropDisabledFields
    ("PodSpec", "hostUsers", "UserNamespacesSupport"),
    // dropDisabledProcMountField
    ("SecurityContext", "procMount", "ProcMountType"),
    // dropDisabledMatchLabelKeysFieldInTopologySpread
    ("TopologySpreadConstraint", "matchLabelKeys", "MatchLabelKeysInPodTopologySpread"),
    // none: persistentvolumeclaim.DropDisabledFields sees claims, not the templates of claims in a pod
    ("TypedObjectReference", "namespace", ""),
    // dropDisabledPodCertificateProjection
    ("VolumeProjection", "podCertificate", "PodCertificateRequest"),
];

/// The values of fields whose sources declare none, by the functions that refuse any other.
const VALUES: [(&str, &str, &[&str]); 8] = [
    ("ContainerResizePolicy", "resourceName", &["cpu", "memory"]), // validateResizePolicy
    ("ContainerResizePolicy", "restartPolicy", &["NotRequired", "RestartContainer"]), // validateResizePolicy
    ("ContainerRestartRule", "action", &["Restart", "RestartAllContainers"]), // validateContainerRestartPolicy
    ("ContainerRestartRuleOnExitCodes", "operator", &["In", "NotIn"]), // validateContainerRestartPolicy
    // ValidateLabelSelectorRequirement
    ("LabelSelectorRequirement", "operator", &["DoesNotExist", "Exists", "In", "NotIn"]),
    ("PodOS", "name", &["linux", "windows"]), // validateOS
    ("PodSecurityContext", "seLinuxChangePolicy", &["MountOption", "Recursive"]), // validateSELinuxChangePolicy
    ("VolumeMount", "recursiveReadOnly", &["Disabled", "Enabled", "IfPossible"]), // validateMountRecursiveReadOnly
];

/// Values that came later than their field or stand behind a gate: the first minor that has it (the oldest that is known
/// where all have it), and the gate by the function that refuses it.
const VALUE_GATES: [(&str, &str, &str, u8, &str); 4] = [
    // validateContainerRestartPolicy
    ("ContainerRestartRule", "action", "RestartAllContainers", 35, "RestartAllContainersOnContainerExits"),
    ("PodSecurityContext", "seLinuxChangePolicy", "MountOption", 33, "SELinuxMount"), // validateSELinuxChangePolicy
    ("Toleration", "operator", "Gt", 35, "TaintTolerationComparisonOperators"),       // ValidateTolerations
    ("Toleration", "operator", "Lt", 35, "TaintTolerationComparisonOperators"),       // ValidateTolerations
];

/// Gates that rules ask for beside those of fields and values, by the functions that look at them.
const RULE_GATES: [&str; 12] = [
    "DRAExtendedResource",                            // validatePodResourceClaims
    "GitRepoVolumeDriver",                            // GetWarningsForPodTemplate
    "InPlacePodLevelResourcesVerticalScaling",        // dropDisabledFields
    "MatchLabelKeysInPodAffinity",                    // podStrategy: applyMatchLabelKeysAndMismatchLabelKeys
    "MatchLabelKeysInPodTopologySpreadSelectorMerge", // podStrategy: applyMatchLabelKeys
    "PodLevelResourcesFixDefaulting",                 // SetDefaults_Pod
    "PodLifecycleSleepActionAllowZero",               // validateSleepAction
    "RelaxedDNSSearchValidation",                     // validatePodDNSConfig
    "RelaxedEnvironmentVariableValidation",           // ValidateEnv
    "StrictIPCIDRValidation",                         // IsValidIPForLegacyField
    "UserNamespacesHostNetworkSupport",               // validateHostUsers
    "VolumeAttributesClass",                          // ValidatePersistentVolumeClaimSpec
];

/// Brings a field to what the API server does with it.
pub(super) fn correct(type_name: &str, json: &str, mut field: Field) -> Field {
    field.required &= !NOT_REQUIRED.contains(&(type_name, json));
    if let Some((.., gate)) = GATES.iter().find(|(of, name, _)| (*of, *name) == (type_name, json)) {
        (*gate).clone_into(&mut field.gate);
    }
    if let Some((.., values)) = VALUES.iter().find(|(of, name, _)| (*of, *name) == (type_name, json)) {
        field.values = values.iter().map(|value| (*value).to_owned()).collect();
    }
    field
}

/// The values of a field that came later or stand behind a gate: each with its first minor and its gate.
pub(super) fn gated_values(
    type_name: &str,
    json: &str,
) -> impl Iterator<Item = (&'static str, u8, &'static str)> {
    let of_field = move |(of, name, ..): &&(&str, &str, &str, u8, &str)| (*of, *name) == (type_name, json);
    VALUE_GATES.iter().filter(of_field).map(|(_, _, value, since, gate)| (*value, *since, *gate))
}

/// The gates that are named here.
pub(super) fn gates() -> impl Iterator<Item = &'static str> {
    let values = VALUE_GATES.iter().map(|(.., gate)| *gate);
    GATES.iter().map(|(.., gate)| *gate).filter(|gate| !gate.is_empty()).chain(values).chain(RULE_GATES)
}

/// The fields that are named here.
pub(super) fn fields() -> impl Iterator<Item = (&'static str, &'static str)> {
    let gated = GATES.iter().map(|(of, json, _)| (*of, *json));
    let values = VALUES.iter().map(|(of, json, _)| (*of, *json));
    let gated_values = VALUE_GATES.iter().map(|(of, json, ..)| (*of, *json));
    NOT_REQUIRED.into_iter().chain(gated).chain(values).chain(gated_values)
}
