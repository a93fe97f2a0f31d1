//! What lies under a layer: the folders whose mode and owner it has to keep, and the links that lead its paths elsewhere. It takes
//! the entries of a base's layers, and knows nothing of what is put on them.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::content::{HOME, USER};

/// How many links Linux follows in one path (`path_resolution(7)`).
const MOST_LINKS: usize = 40;

/// Mode, numeric user and numeric group of a folder.
pub(super) type Access = (u32, u64, u64);

/// What a layer makes of a folder that it implies.
pub(super) const USUAL: Access = (0o755, 0, 0);

/// Paths are without the leading slash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ground {
    /// The folders that are not as a layer makes them by itself.
    folders: BTreeMap<String, Access>,
    links: BTreeMap<String, String>,
}

impl Ground {
    /// What every image of ours has, with no base.
    pub(crate) fn bare() -> Self {
        let mut ground = Self::default();
        ground.folder(Path::new("tmp"), (0o1777, 0, 0));
        ground.with_home()
    }

    /// The same with the home of the user that programs run as.
    pub(crate) fn with_home(mut self) -> Self {
        let home = self.resolved(Path::new(HOME), true);
        self.folder(&home, (0o755, USER, USER));
        self
    }

    /// A layer has a folder here.
    pub(crate) fn folder(&mut self, path: &Path, access: Access) {
        let Some(path) = key(path) else { return };
        self.links.remove(&path);
        if access == USUAL {
            self.folders.remove(&path);
        } else {
            self.folders.insert(path, access);
        }
    }

    /// A layer has a link here.
    pub(crate) fn link(&mut self, path: &Path, target: &Path) {
        self.remove(path);
        if let (Some(path), Some(target)) = (key(path), target.to_str()) {
            self.links.insert(path, target.to_owned());
        }
    }

    /// A layer takes away what was here, or has a file in its place.
    pub(crate) fn remove(&mut self, path: &Path) {
        if let Some(path) = key(path) {
            self.links.remove(&path);
            self.folders.remove(&path);
        }
        self.empty(path);
    }

    /// A layer takes away what was below this.
    pub(crate) fn empty(&mut self, path: &Path) {
        let Some(path) = key(path) else { return };
        let is_below = |other: &String| path.is_empty() || other.starts_with(&format!("{path}/"));
        self.links.retain(|other, _| !is_below(other));
        self.folders.retain(|other, _| !is_below(other));
    }

    /// The mode and the owner that a folder has, or is made with.
    pub(super) fn access(&self, path: &Path) -> Access {
        key(path).and_then(|path| self.folders.get(&path).copied()).unwrap_or(USUAL)
    }

    /// Where `path` leads, without a leading slash; `whole` says that it leads on where its end is a link itself. Links that
    /// lead in a circle stand for nothing, and the path stays as it is.
    pub(super) fn resolved(&self, path: &Path, whole: bool) -> PathBuf {
        let mut ahead = parts(path);
        let (mut done, mut followed) = (PathBuf::new(), 0);
        while let Some(part) = ahead.pop() {
            if part == ".." {
                done.pop();
                continue;
            }
            done.push(part);
            let link = key(&done).and_then(|path| self.links.get(&path));
            let Some(target) = link.filter(|_| whole || !ahead.is_empty()) else { continue };
            followed += 1;
            if followed > MOST_LINKS {
                return parts(path).into_iter().rev().collect();
            }
            if target.starts_with('/') {
                done.clear();
            } else {
                done.pop();
            }
            ahead.extend(parts(Path::new(target)));
        }
        done
    }
}

/// The parts of a path, the last one first.
fn parts(path: &Path) -> Vec<std::ffi::OsString> {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(_) | Component::ParentDir => Some(part.as_os_str().to_owned()),
        _ => None,
    });
    parts.rev().collect()
}

/// The path as it is remembered; `None` for one that is no UTF-8, which nobody has in a base.
fn key(path: &Path) -> Option<String> {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_str()),
        _ => None,
    });
    Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_through_links_leads_to_their_targets() {
        let mut ground = Ground::default();
        ground.link(Path::new("bin"), Path::new("usr/bin"));
        ground.link(Path::new("var/run"), Path::new("/run"));
        ground.link(Path::new("usr/lib/up"), Path::new("../share"));
        ground.link(Path::new("round"), Path::new("/round"));
        let resolved = |path: &str, whole| ground.resolved(Path::new(path), whole).display().to_string();
        assert_eq!(resolved("/bin/tool", false), "usr/bin/tool");
        assert_eq!(resolved("/var/run/x/y", false), "run/x/y");
        assert_eq!(resolved("/usr/lib/up/x", false), "usr/share/x");
        assert_eq!([resolved("/bin", false), resolved("/bin", true)], ["bin", "usr/bin"]);
        assert_eq!(resolved("/round/x", false), "round/x");
    }

    #[test]
    fn what_a_later_layer_takes_away_is_gone() {
        let mut ground = Ground::default();
        ground.folder(Path::new("var/mail"), (0o2775, 0, 8));
        ground.link(Path::new("var/run"), Path::new("/run"));
        assert_eq!(ground.access(Path::new("var/mail")), (0o2775, 0, 8));
        ground.empty(Path::new("var"));
        assert_eq!(ground, Ground::default());
    }
}
