//! What is written without a registry, read by the tools that it is for.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails where its set-up does")]

mod containerd;

use std::path::Path;
use std::process::Command;

use podwright_image::{Asset, Cache, Compression, Executable, Image, Options, package};
use serde_json::Value;

const NAME: &str = "podwright.example/app:1";

/// This test's own program, with a file beside it.
fn image(compression: Compression) -> Image {
    let assets = vec![Asset { from: "tests/output/main.rs".into(), to: "/data/test.rs".into() }];
    let options = Options { cache: Cache::Off, compression, assets, ..Options::default() };
    let executable = Executable::open(&std::env::current_exe().unwrap()).unwrap();
    package(&executable, &options).unwrap()
}

fn inspected(place: &str) -> Value {
    let output = Command::new("skopeo").args(["inspect", place]).output();
    let output = output.expect("skopeo is installed (Debian's package skopeo)");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Every blob is read and its digest checked.
fn copied(place: &str, folder: &Path) {
    let output =
        Command::new("skopeo").args(["copy", place, &format!("dir:{}", folder.display())]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn skopeo_reads_a_layout_of_every_compression() {
    for compression in [Compression::Zstd(1), Compression::Gzip(1), Compression::None] {
        let folder = tempfile::tempdir().unwrap();
        let image = image(compression);
        image.write_layout(&folder.path().join("layout"), Some(NAME)).unwrap();
        let place = format!("oci:{}:1", folder.path().join("layout").display());
        let inspected = inspected(&place);
        assert_eq!(inspected["Digest"], image.digest().as_str());
        assert_eq!(inspected["Layers"].as_array().unwrap().len(), 3);
        copied(&place, &folder.path().join("copy"));
    }
}

#[test]
fn skopeo_reads_an_archive_as_docker_does() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("app.tar");
    image(Compression::None).write_archive(&file, NAME).unwrap();
    let place = format!("docker-archive:{}", file.display());
    assert_eq!(
        inspected(&place)["Architecture"],
        std::env::consts::ARCH.replace("x86_64", "amd64").replace("aarch64", "arm64")
    );
    copied(&place, &folder.path().join("copy"));
}
