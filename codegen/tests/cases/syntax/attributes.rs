pod_template! {
    #[derive(Debug, = )]
//   ^ error[syntax]: this is no attribute of a template
//   help: there are `#[ordinary]`, `#[allow(rule)]`, `#[warn(rule)]` and `#[deny(rule)]`
    labels: { "a": "b" },
    #![deny(missing_limits)]
//  ^ error[syntax]: `#![…]` stands at the head of a template only
//  help: before a value it is `#[…]`
    annotations: { # "a": "b" },
//                   ^^^ error[syntax]: an attribute has brackets
//                   help: write `#[name]`
}
