pod_template! {
    labels: {, "a": "b",, },
//           ^ error[syntax]: there is nothing before this `,`
//                      ^ error[syntax]: there is nothing before this `,`
}
