#![deny(warnings)]

use podwright::prelude::*;

static POD: PodTemplate = pod_template! {
    pod_spec: {
        hostname_override: "worker",
        containers: [
            { name: "primary", volume_mounts: [{ name: "scratch", mount_path: "/scratch" }] },
            {
                name: "web",
                image: "nginx:1.27",
                ports: [{ name: "http", container_port: 80 }],
                resources: { limits: { cpu: "100m", memory: "64Mi" } },
            },
        ],
        volumes: [{ name: "scratch", empty_dir: {} }],
    },
};

static ENV: TaskEnvironment = TaskEnvironment::new("listed").pod_template(&POD);

mod words {
    use podwright::prelude::*;

    #[task(env = super::ENV)]
    pub async fn count(text: String) -> Result<usize> {
        assert!(!text.is_empty(), "there are no words");
        Ok(text.split(' ').count())
    }
}

#[task(env = ENV)]
fn place() -> Result<String> {
    Ok(format!("{} {}", mount!(POD, "scratch").name(), port!(POD, "http").number()))
}

#[task(env = ENV)]
fn path() -> Result<String> {
    Ok(mount!(POD, "scratch").path().display().to_string())
}

#[task(env = ENV)]
fn left_out() -> Result<(), std::fmt::Error> {
    Ok(())
}

fn main() -> ExitCode {
    podwright::main!(words::count, place, path)
}
