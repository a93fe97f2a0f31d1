pod_template! {
    pod_spec: {
        host_network: true,
//                    ---- host_network_port: the node's network is used here
        containers: [{ name: "primary", ports: [{ container_port: 8080, host_port: 80 }, { container_port: 9090 }] }],
//                                                                                 ^^ error[host_network_port]: spec.containers[0].ports[0].hostPort: with `host_network`, the port `8080` of the container is the node's `8080`
//                                                                                 help: leave it out
    },
}
