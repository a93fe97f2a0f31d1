//! One program for each example of the documentation, in `src/bin`. Here is what they share: HTTP on localhost.

pub mod http;

/// The README's own program compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
