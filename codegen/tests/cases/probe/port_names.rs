pod_template! {
    pod_spec: {
        containers: [{
            name: "primary",
            ports: [{ name: "http", container_port: 8080 }],
            readiness_probe: { http_get: { port: "http" } },
            liveness_probe: { tcp_socket: { port: "htpp" } },
//                                                ^^^^^^ error[undeclared_port]: spec.containers[0].livenessProbe.tcpSocket.port: this container has no port named `htpp`
//                                                help: did you mean `http`?
            lifecycle: { pre_stop: { http_get: { port: "admin" } } },
//                                                     ^^^^^^^ error[undeclared_port]: spec.containers[0].lifecycle.preStop.httpGet.port: this container has no port named `admin`
//                                                     help: its ports are `http`; or write a number
        }],
    },
}
