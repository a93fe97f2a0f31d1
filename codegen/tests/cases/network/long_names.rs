pod_template! {
    pod_spec: {
        containers: [{ name: "primary", env: [{ name: "A", value_from: { secret_key_ref: { name: "A_b", key: "a" } } }] }],
//                                                                                               ^^^^^ error[invalid_name]: spec.containers[0].env[0].valueFrom.secretKeyRef.name: the name `A_b` has a capital letter: only small letters, digits and `-` may stand in it
        hostname_override: "a-host-name-of-more.letters-than-the-sixty-four-that.linux-has-room-for",
//                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[invalid_name]: spec.hostnameOverride: the host name has 71 letters, and at most 64 are taken
        dns_config: { searches: [
            "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a",
            "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "b",
//                                                                                     ^^^ error[too_many]: spec.dnsConfig.searches: a pod has at most 32 search domains, and this is one more
        ] },
    },
}
