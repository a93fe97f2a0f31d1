pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [
            #[allow(unused_volume)] { name: "a", host_path: { path: "/a/../b" } },
//                                                                  ^^^^^^^^^ error[invalid_path]: spec.volumes[0].hostPath.path: the path `/a/../b` steps back with `..`
//                                                                  help: name the place itself
            #[allow(unused_volume)] { name: "b", nfs: { server: "s", path: "exports" } },
//                                                                         ^^^^^^^^^ error[invalid_path]: spec.volumes[1].nfs.path: `exports` is a path of the server, and not absolute
//                                                                         help: did you mean `/exports`?
            #[allow(unused_volume)] { name: "c", git_repo: { repository: "r", directory: "/a" } },
//                                               ^^^^^^^^ warning[deprecated_volume]: spec.volumes[2].gitRepo: `git_repo` is no longer mounted by default since Kubernetes 1.33
//                                               help: clone in an init container, into an empty directory
//                                                                                       ^^^^ error[invalid_path]: spec.volumes[2].gitRepo.directory: the path `/a` is absolute, where a place within the volume is named
//                                                                                       help: write `a`
            #[allow(unused_volume)] { name: "d", secret: { secret_name: "s", items: [{ key: "k", path: "..k" }] } },
//                                                                                                     ^^^^^ error[invalid_path]: spec.volumes[3].secret.items[0].path: the path `..k` begins with `..`, as the kubelet's own files do
//                                                                                                     help: name the place itself
            #[allow(unused_volume)] { name: "e", projected: { sources: [
                { config_map: { name: "c", items: [{ key: "k", path: "same" }] } },
//                                                                   ------ duplicate_path: first given here
                { secret: { name: "s", items: [{ key: "k", path: "same" }] } },
//                                                               ^^^^^^ error[duplicate_path]: spec.volumes[4].projected: another file of this volume has the path `same` already
//                                                               help: give one of them another path
                { service_account_token: { path: "/token" } },
//                                               ^^^^^^^^ error[invalid_path]: spec.volumes[4].projected.path: the path `/token` is absolute, where a place within the volume is named
//                                               help: write `token`
            ] } },
        ],
    },
}
