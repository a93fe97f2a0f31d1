pod_template! {
    labels { "a" "b" },
//         ^ error[syntax]: there is no `:` after `labels`
//               ^^^ error[syntax]: there is no `:` after `a`
}
