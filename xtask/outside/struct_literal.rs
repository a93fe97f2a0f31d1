pub fn pod_NUMBER() -> PodTemplateSpec {
    PodTemplateSpec {
        metadata: Some(ObjectMeta {
            labels: Some(BTreeMap::from([
                ("team".to_owned(), "team-NUMBER".to_owned()),
                ("part".to_owned(), "nightly".to_owned()),
            ])),
            ..Default::default()
        }),
        spec: Some(PodSpec {
            service_account_name: Some("runner-NUMBER".to_owned()),
            node_selector: Some(BTreeMap::from([("disk".to_owned(), "ssd".to_owned())])),
            containers: vec![
                Container {
                    name: "primary".to_owned(),
                    env: Some(vec![EnvVar {
                        name: "LEVEL".to_owned(),
                        value: Some("debug".to_owned()),
                        ..Default::default()
                    }]),
                    volume_mounts: Some(vec![VolumeMount {
                        name: "data".to_owned(),
                        mount_path: "/mnt/data".to_owned(),
                        ..Default::default()
                    }]),
                    resources: Some(ResourceRequirements {
                        requests: Some(BTreeMap::from([
                            ("cpu".to_owned(), Quantity("500m".to_owned())),
                            ("memory".to_owned(), Quantity("1Gi".to_owned())),
                        ])),
                        ..Default::default()
                    }),
                    ..Default::default()
                },
                Container {
                    name: "metrics".to_owned(),
                    image: Some("prom/pushgateway:v1.5.1".to_owned()),
                    ports: Some(vec![ContainerPort {
                        name: Some("metrics".to_owned()),
                        container_port: 9091,
                        ..Default::default()
                    }]),
                    readiness_probe: Some(Probe {
                        http_get: Some(HTTPGetAction {
                            path: Some("/-/ready".to_owned()),
                            port: IntOrString::String("metrics".to_owned()),
                            ..Default::default()
                        }),
                        period_seconds: Some(5),
                        ..Default::default()
                    }),
                    resources: Some(ResourceRequirements {
                        limits: Some(BTreeMap::from([("memory".to_owned(), Quantity("64Mi".to_owned()))])),
                        ..Default::default()
                    }),
                    ..Default::default()
                },
            ],
            volumes: Some(vec![Volume {
                name: "data".to_owned(),
                persistent_volume_claim: Some(PersistentVolumeClaimVolumeSource {
                    claim_name: "claim-NUMBER".to_owned(),
                    ..Default::default()
                }),
                ..Default::default()
            }]),
            tolerations: Some(vec![Toleration {
                key: Some("gpu".to_owned()),
                operator: Some("Exists".to_owned()),
                effect: Some("NoSchedule".to_owned()),
                ..Default::default()
            }]),
            ..Default::default()
        }),
    }
}
