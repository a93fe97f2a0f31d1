pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        priority: 3000000000,
//                ^^^^^^^^^^ error[out_of_range]: spec.priority: `3000000000` does not fit a 32 bit integer
//                help: it is at least -2147483648 and at most 2147483647
    },
}
