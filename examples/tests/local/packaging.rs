//! Images of several environments, packaged for a registry that is away.

use std::path::Path;

use crate::{FILES, Said, command, refused, said};

fn package_in(folder: &Path) -> Said {
    said(
        &command(FILES)
            .args(["package", "--registry", "127.0.0.1:9/x"])
            .current_dir(folder)
            .output()
            .unwrap(),
    )
}

#[test]
fn a_file_that_is_missing_is_named_by_its_whole_path_with_the_environment_that_wants_it() {
    let folder = std::env::temp_dir().canonicalize().unwrap();
    let path = folder.join("greetings").display().to_string();
    refused(
        &package_in(&folder),
        2,
        &[
            "cannot package the image of the environment `files-greetings`",
            &format!("`{path}`: No such file"),
        ],
    );
}

#[test]
fn each_of_several_images_is_said_with_its_environment() {
    let said = package_in(Path::new(env!("CARGO_MANIFEST_DIR")));
    for environment in ["files-plain", "files-greetings"] {
        let line = format!("packaged 127.0.0.1:9/x/files for the environment `{environment}` (");
        assert!(said.err.contains(&line), "{}", said.err);
    }
}
