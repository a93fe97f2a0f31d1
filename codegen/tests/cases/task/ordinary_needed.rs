pod_template! {
    pod_spec: {
        containers: [
            { name: "primary" },
            { name: "web", image: "nginx:1.27", restart_policy: "Never", resources: { limits: { cpu: "1", memory: "1Gi" } } },
//                                              ^^^^^^^^^^^^^^ error[ordinary]: spec.containers[1].restartPolicy: a sidecar is restarted for as long as the primary container runs, and has no policy of its own
//                                              help: put `#[ordinary]` before the container: it then stays an ordinary one, which ends when it likes
        ],
    },
}
