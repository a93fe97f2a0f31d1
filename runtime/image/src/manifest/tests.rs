use super::*;

fn image(executable: &Executable) -> Image {
    package(executable, &Options { cache: Cache::Off, ..Options::default() }).unwrap()
}

#[test]
fn the_same_program_in_another_folder_is_the_same_image() {
    let first = Executable::running().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join(first.name());
    std::fs::copy(first.path(), &copy).unwrap();
    // As files, so that what this process happens to have loaded is not part of the comparison.
    let (first, second) = (Executable::open(first.path()).unwrap(), Executable::open(&copy).unwrap());
    let (first, second) = (image(&first), image(&second));
    assert_eq!(first.digest(), second.digest());
    assert_eq!(first.manifest, second.manifest);
}

/// Builds a program and writes files beside it, as they come to be on any machine: at other times, in another folder, for
/// oneself alone.
fn built(folder: &Path, mode: u32) -> Image {
    use std::os::unix::fs::PermissionsExt;
    std::fs::create_dir_all(folder.join("data/inside")).unwrap();
    std::fs::write(folder.join("program.c"), "int main() { return 0; }").unwrap();
    let made =
        std::process::Command::new("cc").args(["-o", "program", "program.c"]).current_dir(folder).status();
    assert!(made.unwrap().success());
    for (name, content) in [("data/b", "second"), ("data/a", "first"), ("data/inside/c", "third")] {
        let file = folder.join(name);
        std::fs::write(&file, content).unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(mode)).unwrap();
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(u64::from(mode));
        std::fs::File::options().append(true).open(&file).unwrap().set_modified(time).unwrap();
    }
    let assets = vec![Asset { from: folder.join("data"), to: "/data".into() }];
    let executable = Executable::open(&folder.join("program")).unwrap();
    package(&executable, &Options { cache: Cache::Off, assets, ..Options::default() }).unwrap()
}

#[test]
fn what_is_built_twice_in_different_places_is_the_same_image() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, second) = (built(here.path(), 0o644), built(&there.path().join("below"), 0o600));
    assert_eq!(first.manifest, second.manifest);
}

#[test]
fn the_documents_name_each_other_by_digest_and_size() {
    let image = image(&Executable::running().unwrap());
    let manifest: Value = serde_json::from_slice(&image.manifest).unwrap();
    let config: Value = serde_json::from_slice(&image.config).unwrap();
    assert_eq!(manifest["config"]["digest"], json!(Digest::of(&image.config)));
    assert_eq!(config["rootfs"]["diff_ids"].as_array().unwrap().len(), 2);
    assert_eq!(config["config"]["User"], "65532:65532");
    assert_eq!(config["created"], "1970-01-01T00:00:00Z");
    assert_eq!(manifest["annotations"]["org.opencontainers.image.created"], config["created"]);
    assert_eq!(manifest["annotations"][BUILD_ID].as_str().map(str::len), Some(40));
}
