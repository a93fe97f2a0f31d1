pod_template! {
    labels: ["team"],
//          ^ error[wrong_type]: labels: expected a map in braces, found a list
    pod_spec: {
        containers: [{ name: "primary", tty: "yes", env: { "A": "b" } }],
//                                           ^^^^^ error[wrong_type]: spec.containers[0].tty: expected `true` or `false`, found the string `"yes"`
//                                                       ^ error[wrong_type]: spec.containers[0].env: expected a list in brackets, found an object
//                                                       help: put brackets round it: `[{ … }]`
        termination_grace_period_seconds: "30",
//                                        ^^^^ error[wrong_type]: spec.terminationGracePeriodSeconds: expected an integer, found the string `"30"`
//                                        help: write it without quotes: `30`
        node_selector: "gpu",
//                     ^^^^^ error[wrong_type]: spec.nodeSelector: expected a map in braces, found the string `"gpu"`
    },
}
