pod_template! {
    labels: { "team/": "ml", "app": "two words" },
//            ^^^^^^^ error[invalid_label]: labels[team/]: the label name `team/` has nothing behind its `/`
//                                  ^^^^^^^^^^^ error[invalid_label]: labels[app]: the label value `two words` has a character that is no letter, digit, `-`, `_` or `.`
    annotations: { "bad key": "x" },
//                 ^^^^^^^^^ error[invalid_annotation]: annotations[bad key]: the annotation name `bad key` has a character that is no letter, digit, `-`, `_` or `.`
}
