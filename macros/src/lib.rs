//! The proc-macro shell of podwright.
