pod_template! {
    pod_spec: { containers: [{ name: "primary", env: [{ name: "A", value: "1" }, { name: "A", value: "2" }] }] },
//                                                                                       ^^^ warning[duplicate_env]: spec.containers[0].env[1].name: `A` is given twice in this container: the last one counts
//                                                                                       help: keep one of them
//                                                            --- duplicate_env: also given here
}
