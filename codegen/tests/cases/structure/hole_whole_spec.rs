pod_template! {
    pod_spec: spec(),
//            ^^^^^^ error[hole]: spec: an object in braces has to be written out: an expression cannot stand for it
//            help: write it out, and use expressions for the values in it
}
