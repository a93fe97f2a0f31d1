//! Tasks that return at once, so that what is timed is the way there and back.

use podwright::prelude::*;
use stopwatch::POLITE;

static POLITE_POD: PodTemplate = pod_template! {
    pod_spec: {
        containers: [
            { name: "primary" },
            {
                name: "polite",
                #[allow(untagged_image)] // as the raw client's
                image: "busybox:latest",
                image_pull_policy: "IfNotPresent",
                command: ["sh", "-c", POLITE],
            },
        ],
    },
};

static ALONE: TaskEnvironment = TaskEnvironment::new("alone");
static BESIDE: TaskEnvironment = TaskEnvironment::new("beside").pod_template(&POLITE_POD);

/// Returns at once.
#[task(env = ALONE)]
fn alone() -> Result<u32> {
    Ok(42)
}

/// Returns at once, beside a sidecar that ends when it is told to.
#[task(env = BESIDE)]
fn beside_a_sidecar() -> Result<u32> {
    Ok(42)
}

fn main() -> ExitCode {
    podwright::main()
}
