pod_template! {
    pod_spec: {
        containers: [{
            name: "primary",
            liveness_probe: { grpc: { port: 9090 }, success_threshold: 2, initial_delay_seconds: -1 },
//                                                                     ^ error[number_range]: spec.containers[0].livenessProbe.successThreshold: one success is enough here: only a `readiness_probe` counts more of them
//                                                                     help: leave it out
//                                                                                               ^^ error[number_range]: spec.containers[0].livenessProbe.initialDelaySeconds: `-1` is below zero
//                                                                                               help: leave it out for Kubernetes' own number, or write one that is not below zero
            readiness_probe: { grpc: { port: 9090 }, termination_grace_period_seconds: 5 },
//                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[forbidden]: spec.containers[0].readinessProbe.terminationGracePeriodSeconds: a container that is not ready is not ended, and needs no time to end
//                                                   help: leave it out, or put it at the pod, the liveness or the startup probe
            startup_probe: { grpc: { port: 9090 }, termination_grace_period_seconds: 0 },
//                                                                                   ^ error[number_range]: spec.containers[0].startupProbe.terminationGracePeriodSeconds: the time to end is above zero, and this is `0`
//                                                                                   help: leave it out for the pod's own
        }],
    },
}
