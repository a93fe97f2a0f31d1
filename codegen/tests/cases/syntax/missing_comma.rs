pod_template! {
    labels: { "a": "b" }
    pod_spec: {
//  ^^^^^^^^ error[syntax]: there is no `,` before `pod_spec`
        containers: [
            { name: "primary" tty: true }
//                            ^^^ error[syntax]: there is no `,` before `tty`
            { name: "web", image: "nginx:1.27", resources: { limits: { cpu: "1", memory: "1Gi" } } }
//          ^ error[syntax]: there is no `,` before `{`
        ]
        node_name: "n"
//      ^^^^^^^^^ error[syntax]: there is no `,` before `node_name`
    },
}
