pod_template! {
    labels: { "team": "a", "team": "b" },
//                         ^^^^^^ error[duplicate_field]: labels[team]: `team` is given twice
//            ------ duplicate_field: first given here
//  ------ duplicate_field: first given here
    labels: { "other": "c" },
//  ^^^^^^ error[duplicate_field]: labels: `labels` is given twice
    pod_spec: { containers: [{ name: "primary", name: "primary" }] },
//                                              ^^^^ error[duplicate_field]: spec.containers[0].name: `name` is given twice
//                             ---- duplicate_field: first given here
}
