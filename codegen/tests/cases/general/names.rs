pod_template! {
    pod_spec: {
        service_account_name: "My_Account",
//                            ^^^^^^^^^^^^ error[invalid_name]: spec.serviceAccountName: the service account's name `My_Account` has a capital letter: only small letters, digits and `-` may stand in it
        containers: [
            { name: "primary" },
            { name: "Web_1", image: "nginx:1.27", resources: { limits: { cpu: "1", memory: "1Gi" } } },
//                  ^^^^^^^ error[invalid_name]: spec.containers[1].name: the container name `Web_1` has a capital letter: only small letters, digits and `-` may stand in it
        ],
    },
}
