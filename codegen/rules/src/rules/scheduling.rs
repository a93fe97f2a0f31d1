//! Where a pod may run.

rules! { "scheduling"
    SELECTOR "selector" Error server "apimachinery pkg/apis/meta/v1/validation: ValidateLabelSelectorRequirement; pkg/apis/core/validation: ValidateNodeSelectorRequirement, ValidateNodeFieldSelectorRequirement"
        "a selector's operator has as many values as it takes";
    LABEL_KEYS "label_keys" Error server "ValidateMatchLabelKeysAndMismatchLabelKeys, ValidateMatchLabelKeysInTopologySpread"
        "the keys that complete a selector stand beside one, and are not in it already";
    TOLERATION "toleration" Error server "ValidateTolerations"
        "a toleration's operator, key, value and effect fit together";
    TOPOLOGY_SPREAD "topology_spread" Error server "validateTopologySpreadConstraints"
        "there is one spread constraint for a key and an action, and `minDomains` stands where the pod waits";
    GATED_NODE "gated_node" Error server "ValidatePodCreate"
        "a pod that scheduling gates hold back is on no node yet";
    DEPRECATED_LABEL "deprecated_label" Warning server "pkg/api/node/util.go: GetNodeLabelDeprecatedMessage"
        "a node is chosen by a label that is not deprecated";
    UNMATCHED_VALUE "unmatched_value" Warning server "pkg/api/node/util.go: GetWarningsForNodeSelectorTerm"
        "a preferred value is one that a label can have";
    SELECTS_NOTHING "selects_nothing" Warning server "pkg/api/pod/warnings.go: warningsForPodAffinityTerms"
        "a spread constraint or an affinity to pods has a selector";
}
