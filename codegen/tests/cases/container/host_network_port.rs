pod_template! {
    pod_spec: {
        host_network: true,
//      ^^^^^^^^^^^^ warning[host_namespace]: spec.hostNetwork: with `host_network` the pod listens at the node's addresses and sees its traffic
//      help: leave `host_network` out, unless the pod works on the node itself
//                    ---- host_network_port: the node's network is used here
        containers: [{ name: "primary", ports: [{ container_port: 8080, host_port: 80 }, { container_port: 9090 }] }],
//                                                                                 ^^ error[host_network_port]: spec.containers[0].ports[0].hostPort: with `host_network`, the port `8080` of the container is the node's `8080`
//                                                                                 help: leave it out
    },
}
