//! Annotate a Rust function with `#[task]`, say with `pod_template!` what its pod looks like, `cargo run`: the compiler checks
//! the template as strictly as a Kubernetes API server would, the binary packages itself as the primary container's image,
//! Kubernetes runs it, and the typed result comes back. `--local` runs the same function in this process.
//!
//! ```no_run
//! use podwright::prelude::*;
//!
//! static POD: PodTemplate = pod_template! {
//!     labels: { "team": "ml-platform" },
//!     pod_spec: {
//!         containers: [{ name: "primary", env: [{ name: "LOG_LEVEL", value: "INFO" }] }],
//!     },
//! };
//!
//! static ENV: TaskEnvironment =
//!     TaskEnvironment::new("example").pod_template(&POD).resources(Resources::new().cpu("500m").memory("1Gi"));
//!
//! /// Greets somebody.
//! #[task(env = ENV, retries = 2, timeout = "10m")]
//! async fn greet(name: String) -> Result<String> {
//!     Ok(format!("hello {name}"))
//! }
//!
//! fn main() -> ExitCode {
//!     podwright::main()
//! }
//! ```

mod asynchronous;
#[cfg(feature = "cluster")]
mod build;
mod call;
mod catalog;
mod command_line;
mod context;
mod environment;
mod error;
mod execute;
#[doc(hidden)]
pub mod hole;
mod image;
#[cfg(all(rust_analyzer, feature = "cluster"))]
#[doc(hidden)]
pub mod kubernetes;
mod local;
mod lookup;
mod message;
mod names;
#[cfg(feature = "cluster")]
mod pod;
mod progress;
mod resources;
mod secret;
mod settings;
#[cfg(feature = "cluster")]
mod submit;
#[doc(hidden)]
pub mod task;
mod template;

pub use call::Call;
pub use command_line::main;
pub use environment::TaskEnvironment;
pub use error::{Error, Kind, Result};
pub use image::Image;
pub use lookup::{Mount, Port};
pub use podwright_macros::task;
pub use resources::Resources;
pub use secret::Secret;
pub use template::PodTemplate;

/// What a program of tasks needs: `use podwright::prelude::*;`.
pub mod prelude {
    pub use std::process::ExitCode;

    pub use crate::{
        Call, Image, PodTemplate, Resources, Result, Secret, TaskEnvironment, mount, pod_template, port, task,
    };
}

/// What the macros' expansions name. It may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use linkme;

    pub use crate::catalog::TASKS;
    pub use crate::command_line::main_of as main;
    pub use crate::lookup::{Mount, Port, mount, mount_at, port, port_of};
    pub use crate::template::{Hole, Index, Parts, Place, template};
    pub use crate::{hole, task};

    #[cfg(all(rust_analyzer, feature = "cluster"))]
    pub use crate::kubernetes;

    pub mod macros {
        pub use podwright_macros::*;
        // Only rust-analyzer sets `rust_analyzer`: a build never sees what this one gives.
        #[cfg(all(rust_analyzer, feature = "cluster"))]
        pub use podwright_macros::pod_template_in_editor as pod_template;
    }
}

/// A pod template, checked as strictly as a Kubernetes API server would check it.
///
/// It reads like the Kubernetes object, with snake_case field names; a value is a literal, or a Rust expression that uses
/// no local variable. It is an expression and constant: a `static`, a `const` or a `let`.
///
/// ```
/// # use podwright::prelude::*;
/// static POD: PodTemplate = pod_template! {
///     labels: { "team": "ml-platform" },
///     pod_spec: {
///         containers: [
///             { name: "primary", env: [{ name: "LOG_LEVEL", value: "INFO" }] },
///             { name: "metrics", image: "prom/pushgateway:v1.5.1", ports: [{ name: "push", container_port: 9091 }] },
///         ],
///     },
/// };
/// ```
#[macro_export]
macro_rules! pod_template {
    ($($tokens:tt)*) => { $crate::__private::macros::pod_template! { $crate { $($tokens)* } } };
}

/// A volume of a template that the primary container mounts: `mount!(POD, "data")`, or `mount!(POD, "data", "/mnt/b")` where
/// it is mounted more than once. A name that the template does not have does not compile.
#[macro_export]
macro_rules! mount {
    ($($tokens:tt)*) => { $crate::__private::macros::mount! { $crate { $($tokens)* } } };
}

/// A named port of a template: `port!(POD, "metrics")`, or `port!(POD, "sidecar", "metrics")` where several containers have
/// one of the name. A name that the template does not have does not compile.
#[macro_export]
macro_rules! port {
    ($($tokens:tt)*) => { $crate::__private::macros::port! { $crate { $($tokens)* } } };
}

/// The command line over the tasks that are listed, and no others: `podwright::main!(process, other::task)`.
///
/// [`main`](fn@main) finds the tasks that were linked into the program, and needs no list. A list is for a linker that drops
/// what nothing refers to, and for a program that is to have some of the tasks of a library crate: naming them links it.
/// Every task that a listed one calls is listed too. A task is named by the path of the module that it is in; a name
/// that `use` brought is not enough.
///
/// ```no_run
/// # use podwright::prelude::*;
/// # static ENV: TaskEnvironment = TaskEnvironment::new("example");
/// mod other {
///     # use podwright::prelude::*;
///     #[task(env = super::ENV)]
///     pub fn task() -> Result<()> {
///         Ok(())
///     }
/// }
///
/// #[task(env = ENV)]
/// async fn process(input: String) -> Result<usize> {
///     Ok(input.len())
/// }
///
/// fn main() -> ExitCode {
///     podwright::main!(process, other::task)
/// }
/// ```
#[macro_export]
macro_rules! main {
    ($($tokens:tt)*) => { $crate::__private::macros::main! { $crate { $($tokens)* } } };
}
