//! A pod's names and DNS.

rules! { "network"
    INVALID_IP "invalid_ip" Error server "IsValidIPForLegacyField"
        "an address is an IPv4 or IPv6 one, and from 1.36 on in its one form";
    HOSTNAME_OVERRIDE "hostname_override" Error server "validatePodHostName"
        "a pod with `hostnameOverride` is named by nothing else";
    DUPLICATE_HOST_ALIAS "duplicate_host_alias" Warning server "pkg/api/pod/warnings.go: warningsForPodSpecAndMeta"
        "an address has one host alias";
    ADDRESS_FORM "address_form" Warning server "apimachinery pkg/util/validation/ip.go: GetWarningsForIP"
        "an address is in its usual form";
}
