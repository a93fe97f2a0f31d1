pod_template! {
    labels = { "a" => "b" },
//         ^ error[syntax]: after `labels` stands `:`, not `=`
//                 ^ error[syntax]: after `a` stands `:`, not `=>`
}
