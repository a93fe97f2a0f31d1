pod_template! {
    pod_spec: {
        containers: [
            { name: "primary", ports: [{ name: "a-name-that-is-too-long", container_port: 80 }] },
//                                             ^^^^^^^^^^^^^^^^^^^^^^^^^ error[invalid_port_name]: spec.containers[0].ports[0].name: the port name `a-name-that-is-too-long` is longer than 15 characters
            {
                name: "web",
                image: "nginx:1.27",
                ports: [{ name: "HTTP", container_port: 70000 }],
//                              ^^^^^^ error[invalid_port_name]: spec.containers[1].ports[0].name: the port name `HTTP` has a capital letter: only small letters, digits and `-` may stand in it
//                                                      ^^^^^ error[port_range]: spec.containers[1].ports[0].containerPort: `70000` is no port
//                                                      help: a port is a number from 1 to 65535
                resources: { limits: { cpu: "1", memory: "1Gi" } },
            },
        ],
    },
}
