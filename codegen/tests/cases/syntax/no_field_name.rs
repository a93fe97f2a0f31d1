pod_template! {
    { "a": "b" },
//  ^ error[syntax]: here stands a field's name
//  help: write `name: value`; a key that is no Rust name stands in quotes
    pod_spec: { containers: [{ name: "primary" }], + },
//                                                 ^ error[syntax]: here stands a field's name
//                                                 help: write `name: value`; a key that is no Rust name stands in quotes
}
