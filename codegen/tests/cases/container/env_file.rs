pod_template! {
    pod_spec: {
        containers: [{
            name: "primary",
            env: [
                { name: "A", value_from: { file_key_ref: { key: "A=B", path: "../env", volume_name: "files" } } },
//                                                              ^^^^^ error[invalid_env_name]: spec.containers[0].env[0].valueFrom.fileKeyRef.key: the key `A=B` has a `=` in it
//                                                                           ^^^^^^^^ error[invalid_path]: spec.containers[0].env[0].valueFrom.fileKeyRef.path: a file's path does not step back with `..`
//                                                                           help: name the place itself, within the volume
                { name: "B", value_from: { file_key_ref: { key: "B", path: "env", volume_name: "settings" } } },
//                                                                                             ^^^^^^^^^^ error[env_file_volume]: spec.containers[0].env[1].valueFrom.fileKeyRef.volumeName: a variable comes out of a file in an `empty_dir`, and `settings` is another volume
//                                                                                             help: name a volume that is an `empty_dir`, into which a container writes the file
                { name: "C", value_from: { file_key_ref: { key: "C", path: "env", volume_name: "file" } } },
//                                                                                             ^^^^^^ error[undeclared_volume]: spec.containers[0].env[2].valueFrom.fileKeyRef.volumeName: the pod has no volume `file`
//                                                                                             help: did you mean `files`?
            ],
            volume_mounts: [
                { name: "files", mount_path: "/files" },
                { name: "settings", mount_path: "/settings" },
            ],
        }],
        volumes: [{ name: "files", empty_dir: {} }, { name: "settings", config_map: { name: "settings" } }],
//                                                                      ---------- env_file_volume: the volume's source is given here
    },
}
