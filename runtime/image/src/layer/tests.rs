use std::io::{Seek, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::process::Command;

use tempfile::TempDir;

use super::archive::Content;
use super::compress::diff_id;
use super::*;
use crate::closure::Host;
use crate::closure::tests::workshop::Workshop;

fn quick(cache: &Cache) -> How<'_> {
    How { compression: Compression::default(), cache }
}

fn archive() -> Archive {
    let mut archive = Archive::default();
    archive.add("/file", 0o644, Content::Bytes(b"text".repeat(1000)));
    archive
}

#[test]
fn a_remembered_layer_is_compressed_only_when_it_is_needed() {
    let cache = tempfile::tempdir().unwrap();
    let cache = Cache::Folder(cache.path().into());
    let first = Layer::build("a test", archive(), quick(&cache)).unwrap();
    let again = Layer::build("a test", archive(), quick(&cache)).unwrap();
    assert!(first.blob.lock().unwrap().is_some() && again.blob.lock().unwrap().is_none());
    assert_eq!((first.digest(), first.size()), (again.digest(), again.size()));
    assert_eq!(again.blob().unwrap().metadata().unwrap().len(), again.size());
}

#[test]
fn files_that_have_not_changed_are_not_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "first").unwrap();
    let cache = Cache::Folder(folder.path().join("cache"));
    let make = || {
        let assets = [Asset { from: file.clone(), to: "/file".into() }];
        Layer::assets(&assets, &Ground::bare(), quick(&cache)).unwrap().unwrap()
    };
    let archive = || {
        let assets = [Asset { from: file.clone(), to: "/file".into() }];
        asset::collect(&assets, &Ground::bare()).unwrap()
    };
    assert_eq!(archive().key(), None, "the file is too young");
    std::thread::sleep(std::time::Duration::from_millis(2100));
    let (key, first) = (archive().key().unwrap(), make());
    assert_eq!(archive().key(), Some(key.clone()));
    // What is remembered is believed, so that a wrong memo shows.
    assert_eq!(memo::recall(&cache, &key, "by its files").unwrap().0, *first.diff_id());
    memo::remember(&cache, &key, "by its files", &(Digest::of(b"believed"), 1));
    assert_eq!(*make().diff_id(), Digest::of(b"believed"));

    std::fs::write(&file, "other").unwrap();
    assert_eq!(archive().key(), None);
    assert_ne!(make().diff_id(), first.diff_id());
}

#[test]
fn a_wrong_memo_is_found_out_and_forgotten() {
    let cache = tempfile::tempdir().unwrap();
    let cache = Cache::Folder(cache.path().into());
    let diff_id = diff_id(&archive()).unwrap();
    memo::remember(&cache, &diff_id, &Compression::default().parameters(), &(Digest::of(b"wrong"), 5));
    let layer = Layer::build("a test", archive(), quick(&cache)).unwrap();
    assert!(matches!(layer.blob().unwrap_err(), LayerError::Changed { title: "a test", .. }));
    let layer = Layer::build("a test", archive(), quick(&cache)).unwrap();
    assert!(layer.blob().is_ok());
}

/// The files of an image, as a container runtime would lay them out.
struct Unpacked(TempDir);

impl Unpacked {
    fn of(executable: &Executable, host: Host) -> Self {
        let closure = Closure::resolve(executable, PROGRAM_FOLDER.as_ref(), host).unwrap();
        let runtime = Layer::runtime(closure, Certificates::Mozilla, quick(&Cache::Off)).unwrap();
        let root = tempfile::tempdir().unwrap();
        std::fs::set_permissions(root.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        for layer in [runtime, Layer::program(executable, &Ground::bare(), quick(&Cache::Off)).unwrap()] {
            let mut blob = layer.blob().unwrap().try_clone().unwrap();
            blob.rewind().unwrap();
            let mut archive = tar::Archive::new(zstd::Decoder::new(blob).unwrap());
            archive.set_preserve_permissions(true);
            archive.unpack(root.path()).unwrap();
        }
        Self(root)
    }

    /// Runs the program with nothing around it but the image, as the image's user where this test is root. `None` where this
    /// system lets nobody change the root folder, which is said on stderr as `skipped: TEST: REASON`.
    fn run(&self, test: &str, executable: &Executable, arguments: &[&str]) -> Option<String> {
        let program = format!("{PROGRAM_FOLDER}/{}", executable.name());
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
        let mut command = if is_root {
            let mut command = Command::new("chroot");
            command.arg(format!("--userspec={USER}:{USER}"));
            command
        } else if Command::new("unshare").args(["-r", "true"]).status().is_ok_and(|status| status.success()) {
            let mut command = Command::new("unshare");
            command.args(["-r", "chroot"]);
            command
        } else {
            let reason = "it must be root, or be allowed user namespaces, to change the root folder";
            let _ = writeln!(io::stderr(), "skipped: {test}: {reason}");
            return None;
        };
        let output = command
            .arg(self.0.path())
            .arg(program)
            .args(arguments)
            .env_remove("LD_LIBRARY_PATH")
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        Some(String::from_utf8(output.stdout).unwrap())
    }
}

#[test]
fn this_program_runs_with_nothing_but_its_layers() {
    let executable = Executable::running().unwrap();
    let unpacked = Unpacked::of(&executable, Host::of(&executable));
    let name = "this_program_runs_with_nothing_but_its_layers";
    if let Some(listed) = unpacked.run(name, &executable, &["--list"]) {
        assert!(listed.contains(name), "{listed}");
    }
}

#[test]
fn a_static_program_runs_with_nothing_but_its_layers() {
    let shop = Workshop::new();
    let executable = shop.program("program", &[], &["-static"]);
    let unpacked = Unpacked::of(&executable, Host::default());
    assert!(!unpacked.0.path().join("lib").exists(), "it needs no libraries");
    unpacked.run("a_static_program_runs_with_nothing_but_its_layers", &executable, &[]);
}

#[test]
fn a_library_that_only_this_machines_settings_find_is_found_in_the_image() {
    let shop = Workshop::new();
    shop.library("lib", "b", &[], &[]);
    shop.library("lib", "a", &["b"], &[]);
    let executable = shop.program("program", &["a"], &[]);
    let unpacked = Unpacked::of(&executable, shop.host(&["lib"]));
    unpacked.run("a_library_that_only_this_machines_settings_find_is_found_in_the_image", &executable, &[]);
}

#[test]
fn the_files_that_programs_expect_are_there() {
    let shop = Workshop::new();
    let unpacked = Unpacked::of(&shop.program("program", &[], &["-static"]), Host::default());
    let mode =
        |path: &str| std::fs::metadata(unpacked.0.path().join(path)).unwrap().permissions().mode() & 0o7777;
    assert_eq!((mode("tmp"), mode("app/program"), mode("etc/passwd")), (0o1777, 0o755, 0o644));
    let read = |path: &str| std::fs::read_to_string(unpacked.0.path().join(path)).unwrap();
    assert!(read("etc/passwd").contains("nonroot:x:65532:65532:"));
    assert!(read("etc/nsswitch.conf").contains("hosts: files dns"));
    assert!(read("etc/ssl/certs/ca-certificates.crt").starts_with("-----BEGIN CERTIFICATE-----\n"));
}
