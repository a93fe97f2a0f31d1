//! Secrets of the cluster that a task's primary container gets.

/// A key of a Kubernetes Secret, for the primary container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    pub(crate) place: SecretPlace,
    pub(crate) object: &'static str,
    pub(crate) key: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecretPlace {
    /// An environment variable.
    Env(&'static str),
    /// A file at this path.
    File(&'static str),
}

impl Secret {
    /// The environment variable `name` with the value of `key` in the Secret `secret`. Names that Kubernetes would refuse
    /// do not compile.
    #[track_caller]
    pub const fn env(name: &'static str, secret: &'static str, key: &'static str) -> Self {
        crate::names::env(name);
        Self { place: SecretPlace::Env(name), ..Self::of(secret, key) }
    }

    /// A file at `path`, an absolute one, with the value of `key` in the Secret `secret`.
    #[track_caller]
    pub const fn file(path: &'static str, secret: &'static str, key: &'static str) -> Self {
        crate::names::absolute_path(path);
        Self { place: SecretPlace::File(path), ..Self::of(secret, key) }
    }

    #[track_caller]
    const fn of(secret: &'static str, key: &'static str) -> Self {
        crate::names::object(secret);
        crate::names::key(key);
        Self { place: SecretPlace::Env(""), object: secret, key }
    }
}
