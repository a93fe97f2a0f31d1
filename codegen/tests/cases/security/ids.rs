pod_template! {
    pod_spec: {
        security_context: { run_as_user: -1, fs_group: 2147483648, supplemental_groups: [100, -2] },
//                                       ^^ error[number_range]: spec.securityContext.runAsUser: the user `-1` is out of range
//                                       help: it is at least 0
//                                                     ^^^^^^^^^^ error[number_range]: spec.securityContext.fsGroup: the group `2147483648` is out of range
//                                                     help: it is at least 0 and at most 2147483647
//                                                                                            ^^ error[number_range]: spec.securityContext.supplementalGroups[1]: the group `-2` is out of range
//                                                                                            help: it is at least 0
        containers: [{ name: "primary", security_context: { run_as_group: 4294967295 } }],
//                                                                        ^^^^^^^^^^ error[number_range]: spec.containers[0].securityContext.runAsGroup: the group `4294967295` is out of range
//                                                                        help: it is at least 0 and at most 2147483647
    },
}
