pod_template! {
    pod_spec: {
        node_name: name()?,
//                       ^ error[syntax]: `?` cannot leave a template: the expression is a function of its own
//                       help: compute it in a function, and call that here
        hostname: { return "x" },
//                ^ error[wrong_type]: spec.hostname: expected a string, found an object
//                         ^^^ error[syntax]: there is no `:` after `return`
        subdomain: later().await,
//                         ^^^^^ error[syntax]: `await` cannot leave a template: the expression is a function of its own
//                         help: compute it in a function, and call that here
        containers: [{ name: "primary" }],
    },
}
