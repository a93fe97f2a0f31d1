pod_template! {
    pod_spec: {
        active_deadline_seconds: 0,
//                               ^ error[number_range]: spec.activeDeadlineSeconds: the number of seconds that a pod may run `0` is out of range
//                               help: it is at least 1
        termination_grace_period_seconds: -1,
//                                        ^^ error[grace_period]: spec.terminationGracePeriodSeconds: `-1` is no number of seconds that a pod may take to end
//                                        help: it is at least 0
        service_account: "My-Account",
//      ^^^^^^^^^^^^^^^ warning[deprecated_field]: spec.serviceAccount: `service_account` is the old name of `service_account_name`
//      help: write `service_account_name`
//                       ^^^^^^^^^^^^ error[invalid_name]: spec.serviceAccountName: the service account's name `My-Account` has a capital letter: only small letters, digits and `-` may stand in it
        containers: [{ name: "primary" }],
    },
}
