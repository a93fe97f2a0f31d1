//! One program for each example of the documentation, in `src/bin`.
