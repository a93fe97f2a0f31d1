pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        topology_spread_constraints: [
            { max_skew: 0, topology_key: "zone", when_unsatisfiable: "ScheduleAnyway", min_domains: 0, label_selector: {} },
//                      ^ error[number_range]: spec.topologySpreadConstraints[0].maxSkew: the skew `0` is out of range
//                      help: it is at least 1
//                                                                                     ^^^^^^^^^^^ error[topology_spread]: spec.topologySpreadConstraints[0].minDomains: `min_domains` counts where the pod waits, and this one is placed anyway: `when_unsatisfiable` is `ScheduleAnyway`
//                                                                                     help: leave `min_domains` out, or write `when_unsatisfiable: "DoNotSchedule"`
//                                                                                                  ^ error[number_range]: spec.topologySpreadConstraints[0].minDomains: the number of domains `0` is out of range
//                                                                                                  help: it is at least 1
//                                       ------ topology_spread: the other one
            { max_skew: 2, topology_key: "zone", when_unsatisfiable: "ScheduleAnyway", label_selector: { match_labels: { "/": "a" } } },
//                                       ^^^^^^ error[topology_spread]: spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: another constraint has the key `zone` and the action `ScheduleAnyway` already
//                                       help: make one constraint of the two
//                                                                                                                       ^^^ error[invalid_label]: spec.topologySpreadConstraints[1].labelSelector.matchLabels[/]: the selector's label name `/` has nothing before its `/`, where a domain stands
        ],
    },
}
