pod_template! {
    primary_container_name: name(),
//                          ^^^^^^ error[hole]: primaryContainerName: the primary container's name has to be a literal
//                          help: the checks look the primary container up by it
    pod_spec: { containers: [{ name: "primary" }] },
}
