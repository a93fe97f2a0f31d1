//! The proc-macro shell of podwright: each macro is a function of podwright-codegen.

use std::panic::{AssertUnwindSafe, catch_unwind};

use podwright_codegen::expand;
use proc_macro::TokenStream;

/// What `podwright::pod_template!` hands over.
#[doc(hidden)]
#[proc_macro]
pub fn pod_template(input: TokenStream) -> TokenStream {
    guarded(|| expand::pod_template(input.into()))
}

/// What `podwright::pod_template!` hands over in rust-analyzer.
#[doc(hidden)]
#[proc_macro]
pub fn pod_template_in_editor(input: TokenStream) -> TokenStream {
    guarded(|| expand::pod_template_in_editor(input.into()))
}

/// What `podwright::mount!` hands over.
#[doc(hidden)]
#[proc_macro]
pub fn mount(input: TokenStream) -> TokenStream {
    guarded(|| expand::mount(input.into()))
}

/// What `podwright::port!` hands over.
#[doc(hidden)]
#[proc_macro]
pub fn port(input: TokenStream) -> TokenStream {
    guarded(|| expand::port(input.into()))
}

/// What `podwright::main!` hands over.
#[doc(hidden)]
#[proc_macro]
pub fn main(input: TokenStream) -> TokenStream {
    guarded(|| expand::main(input.into()))
}

/// Makes a function a task: it stays a plain function that gives a `Call`, and the program's command line knows it.
///
/// ```text
/// /// Counts the lines of a file.
/// #[task(env = ENV, retries = 2, timeout = "10m")]
/// async fn count(
///     /// The file, below the mounted volume.
///     input: String,
///     #[arg(default = 1000)] limit: usize,
/// ) -> Result<usize> { … }
/// ```
///
/// The function is async, or blocks; it takes any number of owned values that serde can write and read, and returns a
/// `Result` of one. Its doc comment is the task's help, a parameter's doc comment the parameter's.
///
/// | argument | what it says |
/// | --- | --- |
/// | `env = ENV` | the task's environment: a `static` or `const` of the type `TaskEnvironment`. It has to be given |
/// | `name = "…"` | the name that the task is run by, where it is not to be the function's |
/// | `retries = 2` | how often a failed attempt is tried again |
/// | `timeout = "10m"` | how long one attempt may take: hours `h`, minutes `m`, seconds `s` and `ms` |
/// | `crate = path` | where podwright is, where it is not at `::podwright` |
///
/// On a parameter, `#[arg(default = …)]` gives the value that it has when none is given, and `#[arg(name = "…")]` the name
/// that it is given by.
#[proc_macro_attribute]
pub fn task(arguments: TokenStream, item: TokenStream) -> TokenStream {
    guarded(|| expand::task(arguments.into(), item.into()))
}

/// A macro that panics says nothing of whose fault it is.
fn guarded(expand: impl FnOnce() -> proc_macro2::TokenStream) -> TokenStream {
    match catch_unwind(AssertUnwindSafe(expand)) {
        Ok(tokens) => tokens.into(),
        Err(_) => r#"::core::compile_error! { "this is a bug in podwright, please report it with the code that it is said of" }"#
            .parse()
            .expect("it is a macro's call"),
    }
}
