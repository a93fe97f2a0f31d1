pod_template! {
    pod_spec: { containers: [name: "primary", tty: true] },
//                           ^^^^ error[syntax]: a list holds values, not fields
//                           help: put braces round the fields of an object: `[{ name: … }]`
}
