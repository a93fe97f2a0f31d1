//! A Linux executable to an OCI image in a registry, without Docker.
