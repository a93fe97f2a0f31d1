//! The list of everything that a template is checked for; each rule's check is a file of `check`.

use crate::diagnostic::Level;

/// One thing a template is checked for.
#[derive(Debug)]
pub struct Rule {
    /// Its name in diagnostics and in `#[allow(…)]`, in snake_case.
    pub id: &'static str,
    /// How much a finding weighs. A warning's level can be set by an attribute in the template.
    pub level: Level,
    /// What it asks for, in one line.
    pub doc: &'static str,
    /// Where it comes from: a file and function of Kubernetes, or `podwright`.
    pub source: &'static str,
    /// Whether the API server is who refuses; otherwise the kubelet or podwright does.
    pub server: bool,
}

/// The rule of this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

macro_rules! rules {
    ($($name:ident $id:literal $level:ident $by:ident $source:literal $doc:literal;)*) => {
        $(pub(crate) static $name: Rule = Rule {
            id: $id,
            level: Level::$level,
            doc: $doc,
            source: $source,
            server: rules!(@ $by),
        };)*

        /// Every rule.
        pub static ALL: &[&Rule] = &[$(&$name),*];
    };
    (@ server) => { true };
    (@ kubelet) => { false };
    (@ podwright) => { false };
}

// Files are those of pkg/apis/core/validation/validation.go in k8s.io/kubernetes where only a function is named.
rules! {
    // Structure.
    UNKNOWN_FIELD "unknown_field" Error server "apimachinery pkg/runtime/serializer/json: strict decoding"
        "a field is one that the object has";
    DUPLICATE_FIELD "duplicate_field" Error server "apimachinery pkg/runtime/serializer/json: strict decoding"
        "a field or a key is given once";
    FIELD_SPELLING "field_spelling" Error podwright "podwright"
        "a field is spelled as the source's language spells it: `mount_path` in Rust, `mountPath` in YAML";
    WRONG_TYPE "wrong_type" Error server "apimachinery pkg/runtime/serializer/json: decoding"
        "a value has the type of its field";
    OUT_OF_RANGE "out_of_range" Error server "apimachinery pkg/runtime/serializer/json: decoding of int32 and int64"
        "an integer fits the field's size";
    QUANTITY "quantity" Error server "apimachinery pkg/api/resource/quantity.go: ParseQuantity"
        "a quantity is a number with a known suffix";
    REQUIRED "required" Error server "api/openapi-spec: `required`; field.Required in the validation of each object"
        "a field that an object cannot do without is given, and not empty";
    NOT_SUPPORTED "not_supported" Error server "pkg/generated/openapi: enums; field.NotSupported in the validation of each object"
        "a field with a fixed set of values has one of them";
    ONE_OF "one_of" Error server "api/openapi-spec: unions; validateVolumeSource, validateEnvVarValueFrom, validateHandler"
        "of fields that exclude each other one is given";
    VERSION "version" Error server "api/openapi-spec of each minor"
        "a field is one that the targeted Kubernetes has";
    FEATURE_GATE "feature_gate" Warning podwright "k8s.io/api core/v1 types.go: +featureGate; pkg/api/pod/util.go: DropDisabledTemplateFields"
        "a field is one that clusters keep where nobody turned a feature gate on";
    HOLE "hole" Error podwright "podwright"
        "an expression stands for a scalar or a map of strings, never for a list, an object or the primary container's name";
    UNKNOWN_ATTRIBUTE "unknown_attribute" Error podwright "podwright"
        "an attribute is one that templates have, and names rules whose level can be set";

    // The task's container.
    PRIMARY_CONTAINER "primary_container" Error podwright "podwright"
        "a template with a pod spec has the primary container among its `containers`";
    INJECTED_FIELD "injected_field" Error podwright "podwright"
        "the primary container has no image, command or arguments: they come with the task";
    RESTART_POLICY "restart_policy" Error podwright "podwright; pkg/apis/batch/validation: validateJobTemplate"
        "neither the pod nor the primary container restarts by itself: retries are the task's";
    ORDINARY "ordinary" Error podwright "podwright"
        "`#[ordinary]` stands on a sidecar, and a sidecar with a restart policy of its own has it";

    // References.
    UNDECLARED_VOLUME "undeclared_volume" Error server "ValidateVolumeMounts, ValidateVolumeDevices"
        "a mounted volume is one of the pod's volumes";
    UNUSED_VOLUME "unused_volume" Warning podwright "podwright"
        "a volume is mounted by a container";
    DUPLICATE_MOUNT_PATH "duplicate_mount_path" Error server "ValidateVolumeMounts"
        "a container mounts one volume at a path";
    DUPLICATE_NAME "duplicate_name" Error server "validateContainers, validateInitContainers, ValidateVolumes, validateContainerPorts"
        "containers, volumes and the ports of a container have names of their own";
    DUPLICATE_HOST_PORT "duplicate_host_port" Error server "checkHostPortConflicts"
        "a port of the node is one container's";
    DUPLICATE_PORT "duplicate_port" Warning server "pkg/api/pod/warnings.go: warningsForPodSpecAndMeta"
        "a container has a port once for each protocol";
    DUPLICATE_ENV "duplicate_env" Warning server "pkg/api/pod/warnings.go: warningsForPodSpecAndMeta"
        "a container has an environment variable once";
    ENV_SOURCE "env_source" Error server "validateEnvVarValueFrom, ValidateEnvFrom"
        "an environment variable has a value or one source, and `envFrom` names a source";

    // Formats.
    INVALID_NAME "invalid_name" Error server "ValidateDNS1123Label, ValidateDNS1123Subdomain, validateEnvFrom, ValidateServiceAccountName"
        "a name has the form that its object asks for";
    INVALID_PORT_NAME "invalid_port_name" Error server "validateContainerPorts: IsValidPortName"
        "a port's name is short, in small letters, and has a letter";
    INVALID_ENV_NAME "invalid_env_name" Error server "ValidateEnv: IsRelaxedEnvVarName"
        "an environment variable's name is printable ASCII without `=`";
    INVALID_KEY "invalid_key" Error server "validateSecretKeySelector, validateConfigMapKeySelector: IsConfigMapKey"
        "a key of a Secret or a ConfigMap is a file name of letters, digits, `-`, `_` and `.`";
    INVALID_LABEL "invalid_label" Error server "apimachinery pkg/apis/meta/v1/validation: ValidateLabels"
        "labels and node selectors have qualified names and short plain values";
    INVALID_ANNOTATION "invalid_annotation" Error server "apimachinery pkg/api/validation/objectmeta.go: ValidateAnnotations"
        "annotations have qualified names and fit 256 KiB together";
    INVALID_IMAGE "invalid_image" Error kubelet "pkg/util/parsers: ParseImageName; the kubelet's InvalidImageName"
        "an image's reference is one that a container runtime can pull";
    INVALID_MOUNT_PATH "invalid_mount_path" Error kubelet "api/core/v1 types.go: VolumeMount.mountPath; pkg/kubelet: makeMounts"
        "a mount path is absolute and has no `:`";
    INVALID_PATH "invalid_path" Error server "validateLocalDescendingPath, validatePathNoBacksteps, validateLocalNonReservedPath"
        "a path within a volume is relative and does not step back";
    PORT_RANGE "port_range" Error server "validateContainerPorts: IsValidPortNum"
        "a port is a number from 1 to 65535";

    // Resources.
    RESOURCE_NAME "resource_name" Error server "ValidateContainerResourceName"
        "a resource is one of Kubernetes' own or has a domain";
    INVALID_AMOUNT "invalid_amount" Error server "ValidateNonnegativeQuantity, ValidateResourceQuantityValue"
        "an amount of a resource is not below zero, and of devices a whole number";
    REQUEST_ABOVE_LIMIT "request_above_limit" Error server "validateResourceRequirements"
        "a request is at most the limit; a resource that is not shared has a limit, and requests as much";
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use std::collections::HashSet;

    #[test]
    fn a_rule_has_an_id_of_its_own() {
        let ids: HashSet<_> = ALL.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), ALL.len());
    }
}
