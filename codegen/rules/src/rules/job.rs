//! Jobs and CronJobs.

rules! {}
