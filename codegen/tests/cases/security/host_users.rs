pod_template! {
    pod_spec: {
        host_users: false,
//                  ----- host_users: users of its own are asked for here
//                  ----- host_users: users of its own are asked for here
//                  ----- host_users: users of its own are asked for here
        host_network: true,
//      ^^^^^^^^^^^^ warning[host_namespace]: spec.hostNetwork: with `host_network` the pod listens at the node's addresses and sees its traffic
//      help: leave `host_network` out, unless the pod works on the node itself
//                    ^^^^ error[host_users]: spec.hostNetwork: a pod with `host_users: false` has users of its own, and may not have `host_network`
//                    help: leave it out, or leave out `host_users`
        host_pid: true,
//      ^^^^^^^^ warning[host_namespace]: spec.hostPID: with `host_pid` the pod sees and signals the node's processes
//      help: leave `host_pid` out, unless the pod works on the node itself
//                ^^^^ error[host_users]: spec.HostPID: a pod with `host_users: false` has users of its own, and may not have `host_pid`
//                help: leave it out, or leave out `host_users`
//                ---- shared_processes: the node's processes are shared here
        share_process_namespace: true,
//                               ^^^^ error[shared_processes]: spec.shareProcessNamespace: the containers see each other's processes already with `host_pid`
//                               help: keep one of the two
        containers: [{ name: "primary", volume_devices: [{ name: "disk", device_path: "/dev/disk" }] }],
//                                      ^^^^^^^^^^^^^^ error[host_users]: spec.containers[0].volumeDevices: a pod with `host_users: false` has users of its own, and may not have `volume_devices`
//                                      help: leave it out, or leave out `host_users`
        volumes: [{ name: "disk", persistent_volume_claim: { claim_name: "disk" } }],
    },
}
