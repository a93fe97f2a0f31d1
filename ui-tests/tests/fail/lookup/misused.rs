use podwright::prelude::*;

static POD: PodTemplate = pod_template! {};

fn main() {
    mount!();
    mount!(POD);
    mount!(&POD, "data");
    mount!(POD, "data", "/data", "more");
    port!(POD "http");
}
