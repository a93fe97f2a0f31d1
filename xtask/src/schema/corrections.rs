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
const GATES: [(&str, &str, &str); 6] = [
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
    // dropDisabledPodCertificateProjection
    ("VolumeProjection", "podCertificate", "PodCertificateRequest"),
];

/// Gates that a value stands behind, by the functions that refuse it.
const VALUE_GATES: [(&str, &str, &str, &str); 2] = [
    ("Toleration", "operator", "Gt", "TaintTolerationComparisonOperators"), // ValidateTolerations
    ("Toleration", "operator", "Lt", "TaintTolerationComparisonOperators"), // ValidateTolerations
];

/// Brings a field to what the API server does with it.
pub(super) fn correct(type_name: &str, json: &str, mut field: Field) -> Field {
    field.required &= !NOT_REQUIRED.contains(&(type_name, json));
    if let Some((.., gate)) = GATES.iter().find(|(of, name, _)| (*of, *name) == (type_name, json)) {
        (*gate).clone_into(&mut field.gate);
    }
    field
}

/// The gate that a value stands behind, empty where there is none.
pub(super) fn value_gate(type_name: &str, json: &str, value: &str) -> &'static str {
    let gate =
        VALUE_GATES.iter().find(|(of, name, gated, _)| (*of, *name, *gated) == (type_name, json, value));
    gate.map_or("", |(.., gate)| gate)
}

/// The gates that are named here.
pub(super) fn gates() -> impl Iterator<Item = &'static str> {
    GATES.iter().map(|(.., gate)| *gate).chain(VALUE_GATES.iter().map(|(.., gate)| *gate))
}

/// The fields that are named here.
pub(super) fn fields() -> impl Iterator<Item = (&'static str, &'static str)> {
    let gated = GATES.iter().map(|(of, json, _)| (*of, *json));
    NOT_REQUIRED.into_iter().chain(gated).chain(VALUE_GATES.iter().map(|(of, json, ..)| (*of, *json)))
}
