pod_template! {
    labels: { "team": "ml" },
}
