pod_template! {
    pod_spec: {
        containers: [{ name: "main", image: "nginx:1.27", resources: { limits: { cpu: "1", memory: "1Gi" } } }],
//      ^^^^^^^^^^ error[primary_container]: spec.containers: no container is named `primary`, the name of the primary container
//      help: if `main` runs the task, say so: `primary_container_name: "main"`
    },
}
