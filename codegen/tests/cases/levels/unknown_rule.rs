pod_template! {
    #![allow(unused_volumes)]
//           ^^^^^^^^^^^^^^ error[unknown_attribute]: there is no rule `unused_volumes`
//           help: did you mean `unused_volume`?
    #![forbid(unused_volume)]
//     ^^^^^^ error[unknown_attribute]: a template has no attribute `forbid`
//     help: there are `allow`, `deny`, `ordinary` and `warn`
    labels: { "a": "b" },
}
