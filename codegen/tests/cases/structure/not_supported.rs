pod_template! {
    pod_spec: {
        containers: [{ name: "primary", image_pull_policy: "IfNotpresent" }],
//                                                         ^^^^^^^^^^^^^^ error[not_supported]: spec.containers[0].imagePullPolicy: `IfNotpresent` is not supported here
//                                                         help: did you mean `IfNotPresent`? the values are `Always`, `IfNotPresent` and `Never`
        dns_policy: "Cluster",
//                  ^^^^^^^^^ error[not_supported]: spec.dnsPolicy: `Cluster` is not supported here
//                  help: the values are `ClusterFirst`, `ClusterFirstWithHostNet`, `Default` and `None`
    },
}
