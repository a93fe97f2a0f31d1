//! Where a pod may run.

rules! {}
