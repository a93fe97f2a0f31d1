pod_template! {
    pod_spec: { containers: [{ name: "primary", resources: { limits: { cpu: 100m, memory: 64Mi } } }] },
//                                                                          ^^^^ error[syntax]: `100m` is no number
//                                                                          help: put it in quotes: `"100m"`
//                                                                                        ^^^^ error[syntax]: `64Mi` is no number
//                                                                                        help: put it in quotes: `"64Mi"`
}
