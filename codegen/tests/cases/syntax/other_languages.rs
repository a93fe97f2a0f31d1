pod_template! {
    pod_spec: {
        host_network: True,
//                    ^^^^ error[syntax]: `True` is no value of a field
//                    help: write `true`
        node_name: null,
//                 ^^^^ error[syntax]: `null` is no value of a field
//                 help: leave the field out
        priority: 010,
//                ^^^ error[syntax]: `010` is not octal in Rust: it is 10
//                help: write `0o10` or `10`
        containers: [{ name: 'p', tty: () }],
//                           ^^^ error[syntax]: a `char` is no value of a field
//                           help: write a string: `"p"`
//                                     ^^ error[syntax]: `()` is no value of a field
//                                     help: leave the field out
    },
}
