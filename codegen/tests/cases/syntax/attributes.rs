pod_template! {
    #[derive(Debug, = )]
//   ^ error[syntax]: this is no attribute of a template
//   help: there are `#[ordinary]`, `#[allow(rule)]`, `#[warn(rule)]` and `#[deny(rule)]`
    labels: { "a": "b" },
    #![deny(missing_limits)]
//  ^ error[syntax]: `#![…]` stands at the head of a template only
//  help: before a value it is `#[…]`
//          ^^^^^^^^^^^^^^ error[unknown_attribute]: annotations: there is no rule `missing_limits`
//          help: there are `feature_gate`, `duplicate_owner`, `duplicate_port`, `overlapping_port`, `unused_host_ip`, `shared_port_name`, `fractional_bytes`, `duplicate_env`, `unused_profile_annotation`, `unused_volume`, `deprecated_volume`, `overlapping_path`, `empty_projection`, `deprecated_label`, `unmatched_value`, `selects_nothing`, `duplicate_host_alias` and `address_form`
    annotations: { # "a": "b" },
//                   ^^^ error[syntax]: an attribute has brackets
//                   help: write `#[name]`
}
