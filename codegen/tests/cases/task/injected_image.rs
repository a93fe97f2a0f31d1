pod_template! {
    pod_spec: { containers: [{ name: "primary", image: "python:3.12", command: ["python"], args: ["-m", "x"] }] },
//                                              ^^^^^ error[injected_field]: spec.containers[0].image: the `image` of the primary container comes with the task
//                                              help: give the environment an image: `.image(Image::base(…))` or `.image(Image::prebuilt(…))`
//                                                                    ^^^^^^^ error[injected_field]: spec.containers[0].command: the `command` of the primary container comes with the task
//                                                                    help: the container runs the task: what it does is the function's, in Rust
//                                                                                         ^^^^ error[injected_field]: spec.containers[0].args: the `args` of the primary container comes with the task
//                                                                                         help: what the task is given are the function's parameters
}
