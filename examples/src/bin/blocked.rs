//! Tasks whose pods do not start or do not end well, on purpose: each for one reason of its own.
#![expect(clippy::print_stdout, reason = "what a task prints is its log")]

use std::io::Write;

use podwright::prelude::*;

static NO_CLAIM: PodTemplate = pod_template! {
    pod_spec: {
        containers: [{ name: "primary", volume_mounts: [{ name: "data", mount_path: "/data" }] }],
        volumes: [{ name: "data", persistent_volume_claim: { claim_name: "nope" } }],
    },
};
static NO_DRIVER: PodTemplate = pod_template! {
    pod_spec: {
        containers: [{ name: "primary", volume_mounts: [{ name: "data", mount_path: "/data" }] }],
        volumes: [{ name: "data", csi: { driver: "nobody.example" } }],
    },
};
static NO_KEY: PodTemplate = pod_template! {
    pod_spec: {
        containers: [{
            name: "primary",
            env: [{ name: "MODE", value_from: { config_map_key_ref: { name: "settings", key: "mode" } } }],
        }],
    },
};
static NO_NODE: PodTemplate = pod_template! {
    pod_spec: { node_selector: { "gpu": "h100" }, containers: [{ name: "primary" }] },
};
static NO_IMAGE: PodTemplate = pod_template! {
    pod_spec: { containers: [{ name: "primary" }, { name: "side", image: "nobody/nothing:1" }] },
};
static NEVER_READY: PodTemplate = pod_template! {
    pod_spec: {
        termination_grace_period_seconds: 1,
        containers: [
            { name: "primary" },
            {
                name: "side",
                #[allow(untagged_image)]
                image: "busybox:latest",
                command: ["sleep", "1000"],
                startup_probe: { exec: { command: ["false"] }, period_seconds: 1, failure_threshold: 100 },
            },
        ],
    },
};
static CRASHES: PodTemplate = pod_template! {
    pod_spec: {
        containers: [
            { name: "primary" },
            {
                name: "side",
                #[allow(untagged_image)]
                image: "busybox:latest",
                command: ["sh", "-c", "exit 7"],
                startup_probe: { exec: { command: ["false"] }, period_seconds: 1, failure_threshold: 100 },
            },
        ],
    },
};
static SMALL_DISK: PodTemplate = pod_template! {
    pod_spec: {
        containers: [{ name: "primary", resources: { limits: { "ephemeral-storage": "1Mi" } } }],
    },
};
static AS_USER: PodTemplate = pod_template! {
    pod_spec: { containers: [{ name: "primary", security_context: { run_as_user: 65532 } }] },
};
static OTHER_NAME: PodTemplate = pod_template! {
    primary_container_name: "worker",
    pod_spec: {
        containers: [
            { name: "side", #[allow(untagged_image)] image: "busybox:latest", command: ["sh", "-c", "echo from the side; sleep 1000"] },
            { name: "worker" },
        ],
    },
};

static CLAIM: TaskEnvironment = TaskEnvironment::new("no-claim").pod_template(&NO_CLAIM);
static DRIVER: TaskEnvironment = TaskEnvironment::new("no-driver").pod_template(&NO_DRIVER);
static KEY: TaskEnvironment = TaskEnvironment::new("no-key").pod_template(&NO_KEY);
static NODE: TaskEnvironment = TaskEnvironment::new("no-node").pod_template(&NO_NODE);
static IMAGE: TaskEnvironment = TaskEnvironment::new("no-image").pod_template(&NO_IMAGE);
static READY: TaskEnvironment = TaskEnvironment::new("never-ready").pod_template(&NEVER_READY);
static CRASH: TaskEnvironment = TaskEnvironment::new("crashes").pod_template(&CRASHES);
static DISK: TaskEnvironment = TaskEnvironment::new("small-disk").pod_template(&SMALL_DISK);
static USER: TaskEnvironment = TaskEnvironment::new("as-user").pod_template(&AS_USER);
static OTHER: TaskEnvironment = TaskEnvironment::new("other-name").pod_template(&OTHER_NAME);
static PREBUILT: TaskEnvironment = TaskEnvironment::new("prebuilt").image(Image::prebuilt(
    "127.0.0.1:5000/nobody/prebuilt@sha256:0000000000000000000000000000000000000000000000000000000000000000",
));

/// Mounts a claim that nobody made.
#[task(env = CLAIM)]
fn claim() -> Result<()> {
    Ok(())
}

/// Mounts a volume of a driver that no node has.
#[task(env = DRIVER)]
fn driver() -> Result<()> {
    Ok(())
}

/// Reads a key that its ConfigMap lacks.
#[task(env = KEY)]
fn key() -> Result<()> {
    Ok(())
}

/// Wants a node that the cluster does not have.
#[task(env = NODE)]
fn node() -> Result<()> {
    Ok(())
}

/// Has a sidecar whose image is nowhere.
#[task(env = IMAGE)]
fn image() -> Result<()> {
    Ok(())
}

/// Has an image that was built elsewhere, and is nowhere.
#[task(env = PREBUILT)]
fn prebuilt() -> Result<()> {
    Ok(())
}

/// Waits for a sidecar that never gets ready.
#[task(env = READY)]
fn ready() -> Result<()> {
    Ok(())
}

/// Waits for a sidecar that does not stay up.
#[task(env = CRASH)]
fn crash() -> Result<()> {
    Ok(())
}

/// Writes more than the pod may keep on its node's disk.
#[task(env = DISK)]
fn disk() -> Result<()> {
    let mut file = std::fs::File::create("/tmp/much")?;
    for _ in 0..64 {
        file.write_all(&vec![1; 1 << 20])?;
    }
    std::thread::sleep(std::time::Duration::from_secs(300));
    Ok(())
}

/// Starts, in an image that names no user.
#[task(env = USER)]
fn start() -> Result<()> {
    Ok(())
}

/// Says something in a primary container that has another name, behind its sidecar.
#[task(env = OTHER)]
fn other() -> Result<u32> {
    println!("from the task");
    Ok(1)
}

fn main() -> ExitCode {
    podwright::main()
}
