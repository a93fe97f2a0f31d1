pod_template! {
    pod_spec: {
        containers: [{ name: "primary", resources: { requests: { memory: "512m" }, limits: { memory: "1Gi" } } }],
//                                                                       ^^^^^^ warning[fractional_bytes]: spec.containers[0].resources.requests[memory]: `512m` is no whole number of bytes
//                                                                       help: `m` is a thousandth: did you mean `512Mi` or `512M`?
    },
}
