pod_template! {
    pod_spec: {
        init_containers: [{
            name: "first",
            image: "busybox:1.36",
            ports: [{ container_port: 1, host_port: 80 }, { container_port: 2, host_port: 80 }],
//                                                                                        ^^ error[duplicate_host_port]: spec.initContainers[0].ports[1].hostPort: the node's TCP port 80 is taken by another port of this pod
//                                                                                        help: give one of them another port of the node, or none
//                                                  -- duplicate_host_port: first taken here
        }],
        containers: [
            { name: "primary", ports: [{ container_port: 8080, host_port: 8080 }] },
//                                                                        ---- duplicate_host_port: first taken here
            { name: "proxy", image: "envoyproxy/envoy:v1.31", ports: [{ container_port: 80, host_port: 8080 }] },
//                                                                                                     ^^^^ error[duplicate_host_port]: spec.containers[1].ports[0].hostPort: the node's TCP port 8080 is taken by another port of this pod
//                                                                                                     help: give one of them another port of the node, or none
        ],
    },
}
