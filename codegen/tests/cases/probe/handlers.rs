pod_template! {
    pod_spec: {
        containers: [{
            name: "primary",
            startup_probe: { period_seconds: 3 },
//                         ^ error[required]: spec.containers[0].startupProbe: a probe needs something to do
//                         help: give one of `exec`, `grpc`, `http_get` and `tcp_socket`
            liveness_probe: { exec: { command: [] } },
//                                             ^ error[required]: spec.containers[0].livenessProbe.exec.command: there is no command to run
//                                             help: add `command: ["…"]`
            readiness_probe: {
                http_get: { port: "8080", http_headers: [{ name: "X_Probe", value: "ready" }] },
//                                ^^^^^^ error[invalid_port_name]: spec.containers[0].readinessProbe.httpGet.port: `8080` in quotes is a port's name, and has no letter
//                                help: write the number without quotes: `8080`
//                                                               ^^^^^^^^^ error[invalid_header_name]: spec.containers[0].readinessProbe.httpGet.httpHeaders: `X_Probe` is no name of a header
//                                                               help: it is letters, digits and `-`: `X-Header-Name`
            },
            lifecycle: { pre_stop: { tcp_socket: { port: 70000 } }, post_start: { http_get: { port: "HTTP" } } },
//                                                       ^^^^^ error[port_range]: spec.containers[0].lifecycle.preStop.tcpSocket.port: `70000` is no port
//                                                       help: a port is a number from 1 to 65535
//                                                                                                  ^^^^^^ error[invalid_port_name]: spec.containers[0].lifecycle.postStart.httpGet.port: the port name `HTTP` has a capital letter: only small letters, digits and `-` may stand in it
        }],
    },
}
