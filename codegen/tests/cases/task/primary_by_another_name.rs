pod_template! {
    primary_container_name: "worker",
//                          ^^^^^^^^ error[primary_container]: primaryContainerName: no container is named `worker`, the name of the primary container
//                          help: did you mean `wroker`?
    pod_spec: { containers: [{ name: "wroker" }] },
}
