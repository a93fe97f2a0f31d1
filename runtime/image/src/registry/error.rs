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
        /// The status and what the registry said.
        reason: String,
        /// Where credentials were looked for, and whether there were any.
        credentials: String,
    },
    /// TLS found no way to it that can be trusted. Give its authority.
    #[error(
        "cannot trust the registry `{registry}`: {reason}; name the bundle with its certificate authority in SSL_CERT_FILE (plain HTTP is spoken to this machine and to the registries that PODWRIGHT_INSECURE_REGISTRIES names)"
    )]
    Untrusted {
        /// The registry's host.
        registry: String,
        /// What TLS said.
        reason: String,
    },
    /// Connections to it broke off each time. Try again, or look at the network.
    #[error(
        "the connection to the registry `{registry}` broke off again and again at {what} of `{repository}`: {reason}; check the network, VPN or proxy on the way to it"
    )]
    Interrupted {
        /// The registry's host.
        registry: String,
        /// The repository.
        repository: String,
        /// Which part of the image.
        what: String,
        /// What the system said at last.
        reason: String,
    },
    /// It said something that the protocol does not have. Check that it is a registry.
    #[error(
        "`{registry}` does not speak as a registry does: {reason}; check its name, and proxies on the way to it"
    )]
    Protocol {
        /// The registry's host.
        registry: String,
        /// What is odd.
        reason: String,
    },
    /// There is no such image. Check the reference.
    #[error("the registry `{registry}` has no image `{image}`; check the repository and the digest or tag")]
    NotFound {
        /// The registry's host.
        registry: String,
        /// The reference.
        image: String,
    },
    /// The repository is not there, and the registry makes none by itself. Make it.
    #[error(
        "the registry `{registry}` has no repository `{repository}` and makes none by itself: {reason}; {remedy}"
    )]
    NoRepository {
        /// The registry's host.
        registry: String,
        /// The repository.
        repository: String,
        /// What the registry said.
        reason: String,
        /// What makes it.
        remedy: String,
    },
    /// It answered something else than the protocol has for this request. Its words are all there is.
    #[error(
        "the registry `{registry}` did not take {what} of `{repository}`: {reason}; if it goes on, ask whoever runs it"
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
    /// It takes no request as large as a blob, and has put the blob's pieces together wrongly. Send smaller blobs, or elsewhere.
    #[error(
        "the registry `{registry}` takes no request as large as {what} of `{repository}`, and of its pieces it has made something else: {reason}; raise the size of requests that it takes, or a proxy before it, make the image smaller (`--compression zstd:19`), or push to another registry"
    )]
    Pieces {
        /// The registry's host.
        registry: String,
        /// The repository.
        repository: String,
        /// Which part of the image.
        what: String,
        /// The status and what the registry said.
        reason: String,
    },
    /// A layer that was to be sent cannot be made. The reason says what to do.
    #[error("{reason}")]
    Layer {
        /// What a [`LayerError`](crate::LayerError) says.
        reason: String,
    },
}
