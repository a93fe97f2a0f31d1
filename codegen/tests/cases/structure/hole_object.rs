pod_template! {
    pod_spec: { security_context: context(), containers: [{ name: "primary" }, sidecar()] },
//                                ^^^^^^^^^ error[hole]: spec.securityContext: an object in braces has to be written out: an expression cannot stand for it
//                                help: write it out, and use expressions for the values in it
//                                                                             ^^^^^^^^^ error[hole]: spec.containers[1]: an object in braces has to be written out: an expression cannot stand for it
//                                                                             help: write it out, and use expressions for the values in it
}
