//! One program for each example of the documentation, in `src/bin`. Here is what they share: HTTP on localhost.

pub mod http;

/// The documentation's own programs compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../../docs/tasks.md")]
struct Tasks;
