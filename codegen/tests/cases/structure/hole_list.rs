pod_template! {
    pod_spec: { containers: containers(), volumes: VOLUMES },
//                          ^^^^^^^^^^^^ error[hole]: spec.containers: a list in brackets has to be written out: an expression cannot stand for it
//                          help: write it out, and use expressions for the values in it
//                                                 ^^^^^^^ error[hole]: spec.volumes: a list in brackets has to be written out: an expression cannot stand for it
//                                                 help: write it out, and use expressions for the values in it
}
