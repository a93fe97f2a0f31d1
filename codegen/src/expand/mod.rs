//! From what was parsed to the tokens that stand in its place: one file a macro, and the diagnostics beside them.
//!
//! # What the expansions call
//!
//! Everything that they name is under `P::__private`, where `P` is `$crate` of the `macro_rules!` wrappers, or
//! `::podwright` (`crate = path`) for `#[task]`:
//!
//! ```text
//! macro_rules! pod_template { ($($t:tt)*) => { $crate::__private::macros::pod_template! { $crate { $($t)* } } } }
//! macro_rules! mount        { ($($t:tt)*) => { $crate::__private::macros::mount! { $crate { $($t)* } } } }   // port!, main! too
//! pub use podwright_macros::task;
//!
//! P::Call<T>
//! P::__private::{Parts, Hole, Index, Place}                    // runtime/src/template.rs
//! P::__private::template(&'static Parts) -> PodTemplate         // const fn
//! P::__private::{Mount, mount, mount_at, Port, port, port_of}   // runtime/src/lookup.rs, all `#[track_caller] const fn`
//! P::__private::hole::{string, quantity, boolean, int32, int64, int_or_string, string_map}
//! P::__private::{linkme, TASKS}                                 // #[distributed_slice] static TASKS: [task::TaskDef]
//! P::__private::main(&'static [&'static TaskDef]) -> ExitCode   // `main!(a, b::c)`: <__a_is_a_task as Listed>::TASK, …
//! ```
//!
//! and in `P::__private::task`, where a type that serde cannot carry is to be one error and not one for each use: the
//! bounds stand on `parameter` and `returns` alone, which keep function pointers, and nothing else asks for them.
//!
//! ```text
//! pub const fn parameter<T: Input>(
//!     name: &'static str, type_name: &'static str, doc: &'static str, default: Option<fn() -> T>) -> Parameter<T>
//! impl<T> Parameter<T> {                         // no bound on T; holds write: fn(&T) -> …, read: fn(Value) -> …
//!     pub fn give(&'static self, value: T) -> Argument           // serializes now; an error is kept for the await
//!     pub fn take(&'static self, input: &mut Value) -> Result<T> // the error names the parameter and its type
//! }
//! pub trait AnyParameter: Sync { … }             // impl<T> for Parameter<T>: name, type_name, doc, default, check
//!
//! pub trait TaskResult { type Value; type Error; … }             // impl<T, E> for Result<T, E>, no bounds
//! pub const fn returns<R: TaskResult<Value = V, Error = E>, V: Output, E: TaskError>(type_name: &'static str) -> Returns<R>
//! impl<R: 'static> Returns<R> {                  // no other bound on R
//!     pub fn asynchronous(&'static self, f: impl Future<Output = R> + Send + 'static) -> Running
//!     pub fn blocking(&'static self, f: impl FnOnce() -> R + Send + 'static) -> Running
//!     pub fn call<V, const N: usize>(&'static self, task: &'static TaskDef, arguments: [Argument; N]) -> Call<V>
//! }
//! pub trait Listed { const TASK: &'static TaskDef; }
//! pub struct TaskDef {
//!     pub name: &'static str, pub crate_name: &'static str, pub crate_version: &'static str,
//!     pub repository: &'static str, pub place: Place, pub doc: &'static str,
//!     pub env: &'static TaskEnvironment, pub retries: Option<u32>, pub timeout_ms: Option<u64>,
//!     pub parameters: &'static [&'static dyn AnyParameter], pub result_type: &'static str,
//!     pub run: fn(Value) -> Result<Running>,
//! }
//! ```
//!
//! `#[task] async fn process(mut input: String, n: u32) -> Result<usize> { … }` gives
//!
//! ```text
//! fn process(input: String, n: u32) -> P::Call<<Result<usize> as P::__private::task::TaskResult>::Value> {
//!     async fn __podwright_body(mut input: String, n: u32) -> Result<usize> { … }
//!     static __PODWRIGHT_RETURNS: Returns<Result<usize>> =
//!         returns::<Result<usize>, <… as TaskResult>::Value, <… as TaskResult>::Error>("Result<usize>");
//!     static __PODWRIGHT_0: Parameter<String> = parameter::<String>("input", "String", "", None);
//!     static __PODWRIGHT_1: Parameter<u32> = parameter::<u32>("n", "u32", "", Some(|| 3));
//!     #[linkme::distributed_slice(TASKS)] #[linkme(crate = P::__private::linkme)]
//!     static __PODWRIGHT_TASK: TaskDef = TaskDef {
//!         …, parameters: &[&__PODWRIGHT_0, &__PODWRIGHT_1],
//!         run: |mut input| {
//!             let __0 = __PODWRIGHT_0.take(&mut input)?;
//!             let __1 = __PODWRIGHT_1.take(&mut input)?;
//!             Ok(__PODWRIGHT_RETURNS.asynchronous(__podwright_body(__0, __1)))   // blocking(move || …) for a plain fn
//!         },
//!     };
//!     impl Listed for __process_is_a_task { const TASK: &'static TaskDef = &__PODWRIGHT_TASK; }
//!     __PODWRIGHT_RETURNS.call(&__PODWRIGHT_TASK, [__PODWRIGHT_0.give(input), __PODWRIGHT_1.give(n)])
//! }
//! struct __process_is_a_task;
//! ```

mod diagnostics;
mod editor;
mod listed;
mod lookup;
mod pod_template;
mod task;
mod wrapper;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

pub use editor::pod_template_in_editor;
pub use listed::main;
pub use lookup::{mount, port};
pub use pod_template::pod_template;
pub use task::task;

/// An `Option` value of an expression, where there is one.
fn option<T: ToTokens>(value: Option<T>) -> TokenStream {
    let none = || quote!(::core::option::Option::None);
    value.map_or_else(none, |value| quote!(::core::option::Option::Some(#value)))
}

/// A `Place` value of the runtime crate for the place of a token.
fn place(krate: &TokenStream, span: Span) -> TokenStream {
    // These macros tell where they themselves stand.
    let (file, line, column) = (
        quote_spanned!(span=> ::core::file!()),
        quote_spanned!(span=> ::core::line!()),
        quote_spanned!(span=> ::core::column!()),
    );
    quote!(#krate::__private::Place { file: #file, line: #line, column: #column })
}
