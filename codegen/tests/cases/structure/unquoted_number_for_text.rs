pod_template! {
    labels: { "version": 1, "stable": true },
//                       ^ error[wrong_type]: labels[version]: expected a string, found the integer `1`
//                       help: put it in quotes: `"1"`
//                                    ^^^^ error[wrong_type]: labels[stable]: expected a string, found `true`
//                                    help: put it in quotes: `"true"`
    pod_spec: { containers: [{ name: "primary", env: [{ name: "PORT", value: 80 }] }] },
//                                                                           ^^ error[wrong_type]: spec.containers[0].env[0].value: expected a string, found the integer `80`
//                                                                           help: put it in quotes: `"80"`
}
