pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        tolerations: [
            {},
//          ^ error[toleration]: spec.tolerations[0].operator: a toleration without a key is for every taint, and compares nothing
//          help: name the taint's key, or write `operator: "Exists"` to tolerate all
            { key: "a b", operator: "Exists" },
//                 ^^^^^ error[invalid_label]: spec.tolerations[1].key: the toleration's key `a b` has a character that is no letter, digit, `-`, `_` or `.`
            { key: "a", operator: "Exists", value: "b" },
//                                                 ^^^ error[toleration]: spec.tolerations[2].operator: `Exists` asks for the key alone, and takes no value
//                                                 help: leave the value out, or use `Equal`
            { key: "a", value: "b c" },
//                             ^^^^^ error[invalid_label]: spec.tolerations[3].operator: the toleration's value `b c` has a character that is no letter, digit, `-`, `_` or `.`
            { key: "a", value: "b", effect: "NoSchedule", toleration_seconds: 60 },
//                                          ^^^^^^^^^^^^ error[toleration]: spec.tolerations[4].effect: `toleration_seconds` needs the effect `NoExecute`
//                                          help: write `effect: "NoExecute"`, or leave `toleration_seconds` out
            { key: "a", operator: "Exists", toleration_seconds: 60 },
//                                          ^^^^^^^^^^^^^^^^^^ error[toleration]: spec.tolerations[5].effect: `toleration_seconds` needs the effect `NoExecute`
//                                          help: write `effect: "NoExecute"`, or leave `toleration_seconds` out
        ],
    },
}
