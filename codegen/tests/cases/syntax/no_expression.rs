pod_template! {
    pod_spec: { node_name: * , containers: [{ name: "primary", tty: if { } }] },
//                         ^ error[syntax]: this is no value
//                         help: a value is a literal, `{ … }`, `[ … ]` or a Rust expression
//                                                                  ^^ error[syntax]: this is no value
//                                                                  help: a value is a literal, `{ … }`, `[ … ]` or a Rust expression
}
