//! One program for each example of the documentation, in `src/bin`. Here is what they share: HTTP on localhost.

pub mod http;
