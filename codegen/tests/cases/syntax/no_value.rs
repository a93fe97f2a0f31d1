pod_template! {
    pod_spec: {
        containers: [{ name: "primary", tty: }],
//                                      ^^^ error[syntax]: `tty` has no value
//                                      help: write `tty: …`
        node_name:
//      ^^^^^^^^^ error[syntax]: `node_name` has no value
//      help: write `node_name: …`
    },
}
