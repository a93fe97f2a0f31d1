pod_template! {
    pod_spec: {
        restart_policy: "OnFailure",
//      ^^^^^^^^^^^^^^ error[restart_policy]: spec.restartPolicy: the pod of a task is never restarted: a retry is a new pod
//      help: say how often at the task, `#[task(retries = 2)]`, and leave this out
        containers: [{ name: "primary", restart_policy: "Always" }],
//                                      ^^^^^^^^^^^^^^ error[restart_policy]: spec.containers[0].restartPolicy: the primary container is never restarted in its pod: a retry is a new pod
//                                      help: say how often at the task, `#[task(retries = 2)]`, and leave this out
    },
}
