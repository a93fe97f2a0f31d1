//! The macros of podwright as a library: tokens in, tokens and diagnostics out.

pub mod check;
pub mod expand;
mod file;
mod folder;
pub mod parse;
pub mod target;

pub use folder::check_folder;
