//! A pod's names and DNS.

rules! {}
