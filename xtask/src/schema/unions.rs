//! The unions that Kubernetes keeps in its validation only: of these fields the API wants at most one.

/// A union: the type, its members by their names on the wire, or all fields but some.
pub(super) struct Known {
    pub(super) type_name: &'static str,
    members: Members,
}

enum Members {
    These(&'static [&'static str]),
    AllBut(&'static [&'static str]),
}

/// Each with the function of `pkg/apis/core/validation/validation.go` or `pkg/apis/batch/validation/validation.go` that
/// says so.
pub(super) const KNOWN: [Known; 10] = [
    // validateVolumeSource
    Known { type_name: "Volume", members: Members::AllBut(&["name"]) },
    // validateProjectionSources
    Known { type_name: "VolumeProjection", members: Members::AllBut(&[]) },
    // validateProjectionSources, of a projected ClusterTrustBundle
    Known { type_name: "ClusterTrustBundleProjection", members: Members::These(&["name", "signerName"]) },
    // validateDownwardAPIVolumeFile
    Known { type_name: "DownwardAPIVolumeFile", members: Members::These(&["fieldRef", "resourceFieldRef"]) },
    // validateEnvVarValueFrom
    Known { type_name: "EnvVarSource", members: Members::AllBut(&[]) },
    // ValidateEnvFrom
    Known { type_name: "EnvFromSource", members: Members::AllBut(&["prefix"]) },
    // validateHandler, of a probe
    Known { type_name: "Probe", members: Members::These(&["exec", "grpc", "httpGet", "tcpSocket"]) },
    // validateHandler, of a lifecycle hook
    Known { type_name: "LifecycleHandler", members: Members::AllBut(&[]) },
    // validatePodResourceClaim
    Known { type_name: "PodResourceClaim", members: Members::AllBut(&["name"]) },
    // validatePodFailurePolicyRule
    Known { type_name: "PodFailurePolicyRule", members: Members::These(&["onExitCodes", "onPodConditions"]) },
];

impl Known {
    /// The members of the union among the fields that the type has.
    pub(super) fn members(&self, fields: &[&str]) -> Vec<String> {
        let is_member = |field: &&&str| match self.members {
            Members::These(members) => members.contains(field),
            Members::AllBut(others) => !others.contains(field),
        };
        fields.iter().filter(is_member).map(|field| (*field).to_owned()).collect()
    }
}
