//! Go programs in the user's cache: built for a Kubernetes minor where no earlier run did so from the same sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use podwright_rules::schema::Minor;
use ring::digest::{Context as Digest, SHA256};

/// How long what was built from other sources is left: another checkout may be at it.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// What is built, and from what.
pub(super) struct Programs<'a> {
    /// What they are, for people and for the cache: `oracle`.
    pub(super) what: &'a str,
    pub(super) minor: Minor,
    /// The folder of their module, and the files in it that they are made from.
    pub(super) folder: &'a Path,
    pub(super) sources: &'a [PathBuf],
    pub(super) names: &'a [&'a str],
    /// Further arguments of `go build`.
    pub(super) arguments: &'a [&'a str],
}

impl Programs<'_> {
    /// The folder that they are in.
    pub(super) fn built(&self) -> Result<PathBuf> {
        let home = std::env::home_dir().context("there is no home folder")?;
        let cache = home.join(".cache/podwright").join(self.what);
        let programs = cache.join(format!("1.{}-{}", self.minor.0, self.key()?));
        if self.names.iter().all(|name| programs.join(name).exists()) {
            return Ok(programs);
        }
        fs::create_dir_all(&cache).with_context(|| format!("creating {}", cache.display()))?;
        let unfinished = tempfile::tempdir_in(&cache).context("a folder to build in")?;
        self.build(unfinished.path())?;
        // Another run may have been faster: its programs are the same.
        if fs::rename(unfinished.path(), &programs).is_ok() {
            let _ = unfinished.keep();
            self.forget_older(&cache, &programs);
        }
        Ok(programs)
    }

    fn build(&self, into: &Path) -> Result<()> {
        let (what, minor) = (self.what, self.minor.0);
        println!("   building the {what} of Kubernetes 1.{minor}");
        let mut go = Command::new("nice");
        go.args(["go", "build", "-trimpath", "-o"]).arg(into).args(self.arguments).current_dir(self.folder);
        let status = go.status().context("running go")?;
        ensure!(
            status.success(),
            "the {what} of Kubernetes 1.{minor} does not build: that needs Go 1.26 and what `go` says above"
        );
        Ok(())
    }

    /// Removes what other sources were built to for this minor: 200 MB each. Where it stays, it costs room and nothing else.
    fn forget_older(&self, cache: &Path, programs: &Path) {
        let of_the_minor = format!("1.{}-", self.minor.0);
        for entry in fs::read_dir(cache).into_iter().flatten().flatten() {
            let path = entry.path();
            let age =
                entry.metadata().and_then(|it| it.modified()).ok().and_then(|built| built.elapsed().ok());
            let is_old = age.is_some_and(|age| age > KEPT);
            if is_old && path != programs && entry.file_name().to_string_lossy().starts_with(&of_the_minor) {
                let _ = fs::remove_dir_all(path);
            }
        }
    }

    /// What they are built from, as a hash.
    fn key(&self) -> Result<String> {
        let mut digest = Digest::new(&SHA256);
        let mut sources: Vec<&PathBuf> = self.sources.iter().collect();
        sources.sort();
        for source in sources {
            digest.update(source.as_os_str().as_encoded_bytes());
            let path = self.folder.join(source);
            digest.update(&fs::read(&path).with_context(|| format!("reading {}", path.display()))?);
        }
        Ok(digest.finish().as_ref()[..8].iter().map(|byte| format!("{byte:02x}")).collect())
    }
}
