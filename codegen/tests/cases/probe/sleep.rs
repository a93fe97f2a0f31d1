pod_template! {
    pod_spec: {
        termination_grace_period_seconds: 10,
//                                        -- sleep: the time to end is given here
        containers: [{ name: "primary", lifecycle: { pre_stop: { sleep: { seconds: 60 } } } }],
//                                                                                 ^^ error[sleep]: spec.containers[0].lifecycle.preStop.sleep: the container is ended after `10` seconds, and this sleeps for `60`
//                                                                                 help: sleep for at most `10`, or raise the pod's `termination_grace_period_seconds`
    },
}
