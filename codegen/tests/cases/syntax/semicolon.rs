pod_template! {
    labels: { "a": "b" };
//                      ^ error[syntax]: entries are separated by `,`, not by `;`
    annotations: { "c": "d" };
//                           ^ error[syntax]: entries are separated by `,`, not by `;`
}
