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

#[test]
fn the_documents_name_each_other_by_digest_and_size() {
    let image = image(&Executable::running().unwrap());
    let manifest: Value = serde_json::from_slice(&image.manifest).unwrap();
    let config: Value = serde_json::from_slice(&image.config).unwrap();
    assert_eq!(manifest["config"]["digest"], json!(Digest::of(&image.config)));
    assert_eq!(config["rootfs"]["diff_ids"].as_array().unwrap().len(), 2);
    assert_eq!(config["config"]["User"], "65532:65532");
    assert_eq!(config["created"], "1970-01-01T00:00:00Z");
}
