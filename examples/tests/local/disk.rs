//! A disk that is full: what was to be written is not taken for written, and the place is named.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{SPECIFIC, command, refused, run, said};

/// A file system with no byte left, and its folder.
struct FullDisk(PathBuf);

impl FullDisk {
    /// Nothing where this test may not mount one, which it says.
    fn mount(test: &str) -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("full-{test}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&folder).output();
        let disk = Self(folder);
        if !mounted.is_ok_and(|mounted| mounted.status.success()) {
            println!("skipped: {test}: mounting a small disk takes root");
            return None;
        }
        let filled = std::fs::write(disk.0.join("filled"), vec![1; 1 << 20]);
        assert_eq!(filled.unwrap_err().kind(), std::io::ErrorKind::StorageFull);
        Some(disk)
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
        let _ = std::fs::remove_dir(&self.0);
    }
}

fn package(variable: &str, folder: &Path) -> Command {
    let mut program = command(SPECIFIC);
    program.env(variable, folder).args(["package", "--registry", "127.0.0.1:9/x"]);
    program
}

#[test]
fn a_layer_that_finds_no_room_names_the_folder_and_how_to_choose_another() {
    let Some(disk) = FullDisk::mount("layer") else { return };
    let cache = disk.0.join("no-cache");
    let output = package("TMPDIR", &disk.0).env("XDG_CACHE_HOME", cache).output().unwrap();
    let place = disk.0.display();
    refused(
        &said(&output),
        3,
        &[
            &format!("cannot write the layer to `{place}`: No space left on device"),
            "set TMPDIR to another folder",
        ],
    );
}

#[test]
fn an_archive_that_finds_no_room_names_the_file() {
    let Some(disk) = FullDisk::mount("archive") else { return };
    let file = disk.0.join("add.tar");
    let output = command(SPECIFIC).args(["package", "--output"]).arg(&file).output().unwrap();
    let message = format!("cannot write `{}`: No space left on device", file.display());
    refused(&said(&output), 3, &[&message]);
}

#[test]
fn a_memo_that_finds_no_room_costs_time_and_nothing_else() {
    let Some(disk) = FullDisk::mount("memo") else { return };
    let output = package("XDG_CACHE_HOME", &disk.0).output().unwrap();
    // It comes as far as the registry, which is not there.
    refused(&said(&output), 3, &["packaged 127.0.0.1:9/x", "cannot reach the registry `127.0.0.1:9`"]);
}

#[test]
fn a_result_that_finds_no_room_is_an_error() {
    let Some(disk) = FullDisk::mount("result") else { return };
    let words = ["run", "add", "--a", "1", "--b", "2", "--local"];
    for file in [disk.0.join("filled"), "/dev/full".into()] {
        let out = std::fs::OpenOptions::new().append(true).open(file).unwrap();
        let output = command(SPECIFIC).args(words).stdout(out).output().unwrap();
        refused(&said(&output), 1, &["error: cannot write the result: No space left on device", "  help: "]);
    }
    assert_eq!(run(SPECIFIC, &words).out, "3");
}
