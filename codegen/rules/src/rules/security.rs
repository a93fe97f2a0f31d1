//! Security contexts.

rules! {}
