//! The macros of podwright as a library: tokens in, tokens and diagnostics out.

pub mod check;
pub mod expand;
mod file;
pub mod parse;
pub mod target;
