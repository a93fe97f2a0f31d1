//! The macros of podwright as a library: tokens in, tokens and diagnostics out.
