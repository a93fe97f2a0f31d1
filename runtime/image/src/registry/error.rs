//! Why a registry did not do what it was asked, and what to do about it.

/// Why a registry did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegistryError {
    /// It cannot be reached. Check its name and the network.
    #[error(
        "cannot reach the registry `{registry}`: {reason}; check its name, and the network, VPN or proxy on the way to it"
    )]
    Unreachable {
        /// The registry's host.
        registry: String,
        /// What the system said.
        reason: String,
    },
    /// It does not let us in. Log in.
    #[error(
        "the registry `{registry}` does not let us {what} `{repository}`: {reason} ({credentials}); log in with `docker login {registry}`"
    )]
    Denied {
        /// The registry's host.
        registry: String,
        /// The repository.
        repository: String,
        /// `push to` or `pull from`.
        what: &'static str,
        /// What the registry said.
        reason: String,
        /// Where credentials were looked for, and whether there were any.
        credentials: String,
    },
    /// The credentials cannot be read. Mend the file or the helper.
    #[error(
        "cannot get the credentials for the registry `{registry}`: {reason}; check Docker's config.json and its credential helpers"
    )]
    Credentials {
        /// The registry's host.
        registry: String,
        /// What is wrong.
        reason: String,
    },
    /// There is no such image. Check the reference.
    #[error("the registry `{registry}` has no image `{image}`; check the repository and the digest or tag")]
    NotFound {
        /// The registry's host.
        registry: String,
        /// Repository and tag or digest.
        image: String,
    },
    /// It answered something else than the protocol has for this request. Its words are all there is.
    #[error(
        "the registry `{registry}` did not take {what} of `{repository}`: {status} {reason}; if it goes on, ask whoever runs it"
    )]
    Refused {
        /// The registry's host.
        registry: String,
        /// The repository.
        repository: String,
        /// Which part of the image.
        what: String,
        /// The HTTP status.
        status: u16,
        /// What the registry said.
        reason: String,
    },
    /// A layer that was to be sent cannot be read again.
    #[error(
        "cannot read a layer from the temporary folder: {reason}; check that TMPDIR is on a disk that works"
    )]
    Layer {
        /// What the system said.
        reason: String,
    },
}
