//! What is in each layer: the paths, modes and owners of an image.

use std::ffi::OsStr;
use std::path::Path;

use super::LayerError;
use super::archive::{Archive, Content};
use super::certificates::{Certificates, bundle};
use super::ground::Ground;
use super::zones;
use crate::closure::Closure;
use crate::executable::Executable;

/// The folder of the program.
pub(crate) const PROGRAM_FOLDER: &str = "/app";
/// The numeric user and group that programs run as.
pub(crate) const USER: u64 = 65532;
/// That user's home.
pub(crate) const HOME: &str = "/home/nonroot";
/// Where TLS libraries look for certificate authorities.
pub(crate) const CERTIFICATES: &str = "/etc/ssl/certs/ca-certificates.crt";

const PASSWD: &str = "\
root:x:0:0:root:/root:/sbin/nologin
nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin
";
const GROUP: &str = "root:x:0:\nnonroot:x:65532:\n";
/// The host's own would name modules that the image does not have.
const NSSWITCH: &str = "passwd: files\ngroup: files\nhosts: files dns\n";

/// Everything that stays the same while the program changes: its libraries, and what any program expects to find.
pub(super) fn runtime(closure: Closure, certificates: Certificates) -> Result<Archive, LayerError> {
    let mut archive = Archive::default();
    archive.add(CERTIFICATES, 0o644, Content::Bytes(bundle(certificates)?));
    archive.add("/etc/group", 0o644, Content::Bytes(GROUP.into()));
    archive.add("/etc/nsswitch.conf", 0o644, Content::Bytes(NSSWITCH.into()));
    archive.add("/etc/passwd", 0o644, Content::Bytes(PASSWD.into()));
    archive.add("/tmp", 0o1777, Content::Folder);
    archive.add("/run/podwright", 0o755, Content::Folder);
    archive.add_owned(HOME, 0o755, USER, Content::Folder);
    for (path, content) in zones::files() {
        let mode = if matches!(content, Content::Link(_)) { 0o777 } else { 0o644 };
        archive.add(path, mode, content);
    }
    for (path, bytes) in closure.settings {
        archive.add(path, 0o644, Content::Bytes(bytes));
    }
    for (path, target) in closure.links {
        archive.add(path, 0o777, Content::Link(target));
    }
    for (path, source) in closure.files {
        archive.add(path, 0o755, Content::File(source));
    }
    Ok(archive)
}

/// The same beside a base, which has libraries and users of its own.
pub(super) fn beside_base(
    certificates: Option<Certificates>,
    ground: &Ground,
) -> Result<Archive, LayerError> {
    let mut archive = Archive::on(ground);
    if let Some(certificates) = certificates {
        archive.add(CERTIFICATES, 0o644, Content::Bytes(bundle(certificates)?));
    }
    archive.add("/run/podwright", 0o755, Content::Folder);
    archive.add_owned(HOME, 0o755, USER, Content::Folder);
    Ok(archive)
}

/// The program alone.
pub(super) fn program(executable: &Executable, ground: &Ground) -> Archive {
    let path = Path::new(PROGRAM_FOLDER).join(OsStr::new(executable.name()));
    let mut archive = Archive::on(ground);
    archive.add(path, 0o755, Content::File(executable.source_without_debug_sections()));
    archive
}
