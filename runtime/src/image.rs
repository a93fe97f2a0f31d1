//! Where the primary container's image comes from.

use podwright_rules::formats::image as reference;

use crate::message::Message;

/// The image of an environment's tasks: this program, packaged, unless another is given.
///
/// ```
/// # use podwright::prelude::*;
/// static ENV: TaskEnvironment = TaskEnvironment::new("ocr")
///     .image(Image::base("debian:12-slim").with_file("models/ocr.onnx", "/models/ocr.onnx"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image {
    pub(crate) source: Source,
    assets: [Option<Asset>; MOST_ASSETS],
}

/// An array, since a const builder has no list that grows.
const MOST_ASSETS: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The running program, packaged and pushed.
    Program {
        /// What it is put on.
        base: Option<&'static str>,
    },
    /// An image that holds a build of this program already.
    Prebuilt(&'static str),
}

/// A file or folder that the image holds beside the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asset {
    /// On the machine that packages; relative to the package's folder under cargo, else to the current one.
    pub(crate) from: &'static str,
    /// The absolute path in the image.
    pub(crate) to: &'static str,
}

impl Image {
    /// This program, packaged as an image and pushed when a run is submitted, with the shared libraries of the machine that
    /// packages it.
    pub const fn program() -> Self {
        Self { source: Source::Program { base: None }, assets: [None; MOST_ASSETS] }
    }

    /// The same, put on an image that brings the shared libraries and whatever else the program calls: `debian:12-slim`. The
    /// program must have been built for a glibc as old as the base's.
    ///
    /// What is no image's name does not compile.
    #[track_caller]
    pub const fn base(name: &'static str) -> Self {
        if let Err(invalid) = reference::check(name) {
            Message::new().push("the base ").quote(name).push(" ").push(invalid.reason).panic();
        }
        Self { source: Source::Program { base: Some(name) }, assets: [None; MOST_ASSETS] }
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
        Self { source: Source::Prebuilt(reference), assets: [None; MOST_ASSETS] }
    }

    /// Puts a file of the machine that packages into the image, at the absolute path `to`. A relative `from` begins at the
    /// package's folder under cargo, and at the current one otherwise.
    ///
    /// A prebuilt image takes none, and a place that is no absolute path does not compile.
    #[must_use]
    #[track_caller]
    pub const fn with_file(self, from: &'static str, to: &'static str) -> Self {
        self.with(Asset { from, to })
    }

    /// The same for a folder with all that is in it.
    #[must_use]
    #[track_caller]
    pub const fn with_dir(self, from: &'static str, to: &'static str) -> Self {
        self.with(Asset { from, to })
    }

    #[track_caller]
    const fn with(mut self, asset: Asset) -> Self {
        if matches!(self.source, Source::Prebuilt(_)) {
            Message::new().push("a prebuilt image is as it is, and takes no ").quote(asset.from).panic();
        }
        if !is_place(asset.to.as_bytes()) {
            Message::new()
                .quote(asset.to)
                .push(" is no place in an image: it is an absolute path below `/`, without `.` and `..`")
                .panic();
        }
        let mut at = 0;
        while at < MOST_ASSETS {
            if self.assets[at].is_none() {
                self.assets[at] = Some(asset);
                return self;
            }
            at += 1;
        }
        Message::new().push("an image takes 16 files and folders: put them into one folder").panic();
    }

    /// The files and folders that it holds beside the program.
    #[cfg(feature = "cluster")]
    pub(crate) fn assets(&self) -> impl Iterator<Item = Asset> {
        self.assets.into_iter().flatten()
    }
}

impl Default for Image {
    fn default() -> Self {
        Self::program()
    }
}

/// An absolute path of at least one part, none of them empty, `.` or `..`.
const fn is_place(path: &[u8]) -> bool {
    if path.len() < 2 || path[0] != b'/' {
        return false;
    }
    let (mut start, mut at) = (1, 1);
    while at <= path.len() {
        if at == path.len() || path[at] == b'/' {
            let length = at - start;
            let dots = length > 0 && length <= 2 && path[start] == b'.' && path[at - 1] == b'.';
            if length == 0 || dots {
                return false;
            }
            start = at + 1;
        }
        at += 1;
    }
    true
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
    fn a_place_is_an_absolute_path_without_detours() {
        for place in ["/a", "/models/x.onnx", "/.hidden", "/a/..b", "/a..b/c"] {
            assert!(is_place(place.as_bytes()), "{place}");
        }
        for wrong in ["", "/", "a", "/a/", "//a", "/./a", "/a/..", "/../a"] {
            assert!(!is_place(wrong.as_bytes()), "{wrong}");
        }
    }

    #[test]
    #[should_panic(expected = "an image takes 16 files and folders")]
    fn more_files_than_an_image_takes_are_refused() {
        let _ = (0..17).fold(Image::program(), |image, _| image.with_file("a", "/a"));
    }

    #[test]
    #[should_panic(expected = "the base `Debian` has a capital letter")]
    fn a_base_is_the_name_of_an_image() {
        let _ = Image::base("Debian");
    }

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
