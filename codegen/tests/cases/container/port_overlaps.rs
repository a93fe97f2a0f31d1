pod_template! {
    pod_spec: {
        containers: [
            { name: "primary", ports: [{ name: "http", container_port: 80 }, { container_port: 81, host_port: 81 }] },
//                                                                     -- duplicate_port: first declared here
//                                             ------ shared_port_name: first named here
//                                                                                             -- overlapping_port: first declared here
            {
                name: "proxy",
                image: "a:1",
                ports: [
                    { container_port: 80 },
//                                    ^^ warning[duplicate_port]: spec.containers[1].ports[0].containerPort: the TCP port 80 is declared twice in this pod, whose containers share one network
                    { name: "http", container_port: 81, host_ip: "127.0.0.1" },
//                          ^^^^^^ warning[shared_port_name]: spec.containers[1].ports[1].name: another container has a port `http` too: a service finds only the first
//                          help: give one of them another name
//                                                  ^^ warning[overlapping_port]: spec.containers[1].ports[1].containerPort: the TCP port 81 is declared with a port of the node and without one
//                                                      ^^^^^^^ warning[unused_host_ip]: spec.containers[1].ports[1].hostIP: without a `host_port` an address of the node counts for nothing
//                                                      help: leave it out, or add the port
                ],
            },
        ],
    },
}
