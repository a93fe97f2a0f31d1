pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        dns_policy: "None",
//                  ^^^^^^ error[required]: spec.dnsConfig.nameservers: the pod takes no name server from the cluster, and names none of its own
//                  help: add `dns_config: { nameservers: ["…"] }`, or use the policy `ClusterFirst`
        dns_config: { searches: ["example.com"] },
    },
}
