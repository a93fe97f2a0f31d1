//! What a pod has beside containers, volumes and scheduling.

rules! {}
