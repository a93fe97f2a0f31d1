//! Where the primary container's image comes from.

use crate::message::Message;

/// The image of an environment's tasks: this program, packaged, unless another is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image {
    pub(crate) source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The running program, packaged and pushed.
    Program,
    /// An image that holds a build of this program already.
    Prebuilt(&'static str),
}

impl Image {
    /// This program, packaged as an image and pushed when a run is submitted.
    pub const fn program() -> Self {
        Self { source: Source::Program }
    }

    /// An image that was built elsewhere, by digest: nothing is packaged or pushed. Its entrypoint is a build of this
    /// program; a pod with a build of another catalog of tasks refuses to run.
    ///
    /// A reference without a digest does not compile.
    #[track_caller]
    pub const fn prebuilt(reference: &'static str) -> Self {
        if !has_digest(reference) {
            Message::new()
                .push("a prebuilt image is named by its digest, `repository@sha256:…`, and ")
                .quote(reference)
                .push(" has none")
                .panic();
        }
        Self { source: Source::Prebuilt(reference) }
    }
}

impl Default for Image {
    fn default() -> Self {
        Self::program()
    }
}

/// Whether a reference ends in `@sha256:` and 64 hexadecimal digits.
pub(crate) const fn has_digest(reference: &str) -> bool {
    const MARK: &[u8] = b"@sha256:";
    const HEX: usize = 64;
    let bytes = reference.as_bytes();
    if bytes.len() <= MARK.len() + HEX {
        return false;
    }
    let (repository, digest) = bytes.split_at(bytes.len() - MARK.len() - HEX);
    let mut at = 0;
    while at < digest.len() {
        let right = if at < MARK.len() {
            digest[at] == MARK[at]
        } else {
            digest[at].is_ascii_digit() || (digest[at] >= b'a' && digest[at] <= b'f')
        };
        if !right {
            return false;
        }
        at += 1;
    }
    !repository.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_digest_counts() {
        let digest = "0123456789abcdef".repeat(4);
        assert!(has_digest(&format!("r.example/app@sha256:{digest}")));
        for wrong in
            [format!("r.example/app:{digest}"), format!("@sha256:{digest}"), "app@sha256:12".to_owned()]
        {
            assert!(!has_digest(&wrong), "{wrong}");
        }
    }
}
