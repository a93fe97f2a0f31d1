pod_template! {
    pod_spec: {
        security_context: { run_as_user: -1, fs_group: 2147483648, supplemental_groups: [100, -2] },
//                                       ^^ error[number_range]: spec.securityContext.runAsUser: `-1` is no user's number
//                                       help: it is at least 0 and at most 2147483647
//                                                     ^^^^^^^^^^ error[number_range]: spec.securityContext.fsGroup: `2147483648` is no group's number
//                                                     help: it is at least 0 and at most 2147483647
//                                                                                            ^^ error[number_range]: spec.securityContext.supplementalGroups[1]: `-2` is no group's number
//                                                                                            help: it is at least 0 and at most 2147483647
        containers: [{ name: "primary", security_context: { run_as_group: 4294967295 } }],
//                                                                        ^^^^^^^^^^ error[number_range]: spec.containers[0].securityContext.runAsGroup: `4294967295` is no group's number
//                                                                        help: it is at least 0 and at most 2147483647
    },
}
