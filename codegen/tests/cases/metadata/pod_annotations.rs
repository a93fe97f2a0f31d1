pod_template! {
    annotations: {
        "kubernetes.io/config.mirror": "a",
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[pod_annotation]: annotations[kubernetes.io/config.mirror]: a mirror pod is on a node
//      help: leave the annotation out, or give the pod its `node_name`
        "controller.kubernetes.io/pod-deletion-cost": "+10",
//                                                    ^^^^^ error[pod_annotation]: annotations[controller.kubernetes.io/pod-deletion-cost]: `+10` is no cost of a pod's deletion
//                                                    help: write a whole number, without `+` and without zeros before it
    },
    pod_spec: { containers: [{ name: "primary" }] },
}
