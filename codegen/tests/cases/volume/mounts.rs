pod_template! {
    pod_spec: {
        containers: [{
            name: "primary",
            volume_mounts: [
                { name: "data", mount_path: "/a", sub_path: "a", sub_path_expr: "$(A)" },
//                                                               ^^^^^^^^^^^^^ error[one_of]: spec.containers[0].volumeMounts[0].subPathExpr: a mount has a `sub_path` or a `sub_path_expr`, not both
//                                                               help: keep one of them: `sub_path_expr` expands `$(VARIABLE)`
//                                                -------- one_of: first given here
                { name: "data", mount_path: "/b", mount_propagation: "Bidirectional" },
//                                                                   ^^^^^^^^^^^^^^^ error[mount_propagation]: spec.containers[0].volumeMounts[1].mountPropagation: only a privileged container passes mounts on to the node
//                                                                   help: use `mount_propagation: "HostToContainer"`, or `security_context: { privileged: true }`
                { name: "data", mount_path: "/c", recursive_read_only: "Enabled" },
//                                                ^^^^^^^^^^^^^^^^^^^ error[recursive_read_only]: spec.containers[0].volumeMounts[2].recursiveReadOnly: `recursive_read_only` makes more of a read only mount read only, and this one is not
//                                                help: add `read_only: true`
                { name: "data", mount_path: "/d", read_only: true, recursive_read_only: "IfPossible", mount_propagation: "HostToContainer" },
//                                                                 ^^^^^^^^^^^^^^^^^^^ error[recursive_read_only]: spec.containers[0].volumeMounts[3].recursiveReadOnly: a mount that passes others on, `HostToContainer`, is not read only all the way down
//                                                                 help: leave out `mount_propagation`
                { name: "data", mount_path: "/e", recursive_read_only: "enabled" },
//                                                                     ^^^^^^^^^ error[not_supported]: spec.containers[0].volumeMounts[4].recursiveReadOnly: `enabled` is not supported here
//                                                                     help: did you mean `Enabled`? the values are `Disabled`, `Enabled` and `IfPossible`
                { name: "claim", mount_path: "/f" },
//                      ^^^^^^^ error[block_device]: spec.containers[0].volumeMounts[5].name: the volume `claim` is a block device of this container already
//                      help: mount it, or have it as a device
                { name: "data", mount_path: "/dev/b" },
//                                          ^^^^^^^^ error[duplicate_mount_path]: spec.containers[0].volumeMounts[6].mountPath: a block device of this container has the path `/dev/b` already
//                                          help: mount the volume elsewhere
            ],
            volume_devices: [
                { name: "claim", device_path: "/dev/a" },
//                      ------- block_device: the device
                { name: "other", device_path: "/dev/b" },
//                                            -------- duplicate_mount_path: the device
//                                            -------- duplicate_mount_path: first given here
                { name: "more", device_path: "/dev/b" },
//                                           ^^^^^^^^ error[duplicate_mount_path]: spec.containers[0].volumeDevices[2].devicePath: another device of this container has the path `/dev/b` already
//                                           help: give one of them another path
                { name: "data", device_path: "/dev/../c" },
//                      ^^^^^^ error[block_device]: spec.containers[0].volumeDevices[3].name: the volume `data` is no claim, and has no block device
//                      help: mount it: `volume_mounts`
//                                           ^^^^^^^^^^^ error[invalid_path]: spec.containers[0].volumeDevices[3].devicePath: the device's path `/dev/../c` steps back with `..`
//                                           help: name the place itself
            ],
        }],
        volumes: [
            { name: "data", empty_dir: {} },
            { name: "claim", persistent_volume_claim: { claim_name: "c" } },
            { name: "other", persistent_volume_claim: { claim_name: "d" } },
            { name: "more", persistent_volume_claim: { claim_name: "e" } },
        ],
    },
}
