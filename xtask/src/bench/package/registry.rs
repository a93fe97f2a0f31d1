//! A registry of the benchmark's own: Debian's `docker-registry`, its requests counted in its log.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::workspace::remove;

/// A registry, until it is dropped.
pub(super) struct Registry {
    host: String,
    child: Child,
    folder: PathBuf,
}

impl Registry {
    /// Starts one that keeps everything in `folder`.
    pub(super) fn start(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let free = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let (host, place) = (free.to_string(), folder.display());
        let config = format!(
            "version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: '{place}/data'}}}}\nhttp: {{addr: '{host}'}}\n"
        );
        fs::write(folder.join("config.yml"), config)?;
        let log = File::create(folder.join("log"))?;
        let child = Command::new("docker-registry")
            .arg("serve")
            .arg(folder.join("config.yml"))
            .stdout(log)
            .stderr(Stdio::null())
            .spawn()
            .context("starting `docker-registry` (Debian's package of that name)")?;
        let registry = Self { host, child, folder: folder.to_owned() };
        let begun = Instant::now();
        while TcpStream::connect(&registry.host).is_err() {
            ensure!(begun.elapsed() < Duration::from_secs(20), "the registry did not come up");
            sleep(Duration::from_millis(20));
        }
        Ok(registry)
    }

    /// Where it is, `host:port`.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// How many requests it has answered.
    pub(super) fn requests(&self) -> Result<u64> {
        // A line is written when the answer has gone.
        sleep(Duration::from_millis(100));
        let log = fs::read_to_string(self.folder.join("log")).context("reading the registry's log")?;
        Ok(log.lines().filter(|line| line.contains(" /v2/")).count() as u64)
    }

    /// Makes it as empty as it was.
    pub(super) fn forget(&self) -> Result<()> {
        remove(&self.folder.join("data"))
    }

    /// A document or a blob of it.
    pub(super) fn get(&self, path: &str) -> Result<Vec<u8>> {
        let accept = "Accept: application/vnd.oci.image.manifest.v1+json";
        let output = Command::new("curl")
            .args(["-sfL", "-H", accept, &format!("http://{}/v2/{path}", self.host)])
            .output()
            .context("running curl")?;
        ensure!(output.status.success(), "the registry does not give {path}");
        Ok(output.stdout)
    }

    /// How many bytes it keeps of the image with the tag `1`.
    pub(super) fn size(&self, repository: &str) -> Result<u64> {
        let manifest = self.get(&format!("{repository}/manifests/1"))?;
        let document: Value = serde_json::from_slice(&manifest)?;
        let layers = document["layers"].as_array().context("an image has layers")?;
        let blobs = layers.iter().chain([&document["config"]]).map(|blob| blob["size"].as_u64());
        let blobs: Option<u64> = blobs.sum();
        Ok(blobs.context("a manifest says sizes")? + manifest.len() as u64)
    }

    /// Puts a manifest under the tag `1`.
    pub(super) fn put_manifest(&self, repository: &str, manifest: &Path) -> Result<()> {
        let kind = "Content-Type: application/vnd.oci.image.manifest.v1+json";
        let url = format!("http://{}/v2/{repository}/manifests/1", self.host);
        let put = Command::new("curl").args(["-sf", "-H", kind, "-T"]).arg(manifest).arg(url).status();
        ensure!(put.context("running curl")?.success(), "the registry does not take a manifest");
        Ok(())
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        // That it has ended already is no failure.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
