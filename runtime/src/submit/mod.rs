//! From a call to what the launcher and the packager are given: the template is filled, everything is merged into it, and the
//! compiler's checks are made again.

mod check;
pub(crate) mod fill;
pub(crate) mod image;
pub(crate) mod label;
pub(crate) mod merge;
pub(crate) mod name;
pub(crate) mod outcome;
pub(crate) mod plan;
pub(crate) mod recipe;
pub(crate) mod travel;
mod tree;
