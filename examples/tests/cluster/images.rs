//! Programs that a node cannot run: of another architecture, without a library, without an end that says anything.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::{Place, cluster, variable};

/// A folder for programs that are made on purpose.
struct Workshop(PathBuf);

impl Workshop {
    fn of(place: &Place) -> Self {
        let folder = std::env::temp_dir().join(format!("{}-programs", place.namespace));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// The head of a program for an architecture: an `e_machine` of ELF.
    fn of_machine(&self, machine: u16) -> PathBuf {
        let mut bytes = vec![0; 64 + 56];
        bytes[..8].copy_from_slice(&[0x7f, b'E', b'L', b'F', 2, 1, 1, 0]);
        bytes[16] = 2;
        bytes[18..20].copy_from_slice(&machine.to_le_bytes());
        bytes[20] = 1;
        // One loadable segment, right behind the header.
        (bytes[32], bytes[52], bytes[54], bytes[56]) = (64, 64, 56, 1);
        (bytes[64], bytes[68], bytes[96], bytes[104]) = (1, 5, 120, 120);
        self.program("foreign", &bytes)
    }

    /// A program that links a library which is not where it is looked for.
    fn without_its_library(&self) -> PathBuf {
        let source = self.0.join("main.c");
        std::fs::write(&source, "int gone(void); int main(void) { return gone(); }").unwrap();
        std::fs::write(self.0.join("gone.c"), "int gone(void) { return 0; }").unwrap();
        let cc = |words: &[&str]| {
            assert!(Command::new("cc").args(words).current_dir(&self.0).status().unwrap().success());
        };
        cc(&["-shared", "-fPIC", "-o", "libgone.so.1", "-Wl,-soname,libgone.so.1", "gone.c"]);
        cc(&["-o", "bereft", "main.c", "libgone.so.1"]);
        std::fs::remove_file(self.0.join("libgone.so.1")).unwrap();
        self.0.join("bereft")
    }

    fn program(&self, name: &str, bytes: &[u8]) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        path
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Pushes an image of this program, which says that it is for the node, and gives its name by digest.
fn pushed(place: &Place, program: &Path) -> String {
    let name = format!("faults/{}", place.namespace);
    let file = program.to_str().unwrap();
    let entrypoint = format!("/bin/{}", program.file_name().unwrap().to_str().unwrap());
    let output = cluster(&["image", &format!("{name}:1"), file, &entrypoint]);
    assert!(output.status.success(), "{output:?}");
    let registry = variable("PODWRIGHT_TEST_REGISTRY");
    let output = Command::new("curl")
        .args(["-fsSI", "-H", "Accept: application/vnd.oci.image.manifest.v1+json"])
        .arg(format!("http://{registry}/v2/{name}/manifests/1"))
        .output()
        .unwrap();
    let heads = String::from_utf8_lossy(&output.stdout).to_lowercase();
    let digest = heads.lines().find_map(|line| line.strip_prefix("docker-content-digest: ")).unwrap();
    format!("{registry}/{name}@{}", digest.trim())
}

/// `EM_AARCH64`, or `EM_X86_64` where that is this machine's own.
const FOREIGN: u16 = if cfg!(target_arch = "aarch64") { 62 } else { 183 };

#[test]
fn an_image_of_another_architecture_than_it_says_is_told_by_the_node() {
    let place = Place::new("exec-format");
    let image = pushed(&place, &Workshop::of(&place).of_machine(FOREIGN));
    place
        .run("blocked", &["run", "start", "--image", &image])
        .fails(3, &["the image's program is for another architecture than the node", "--binary"]);
}

#[test]
fn a_binary_of_another_architecture_does_not_run() {
    let place = Place::new("foreign");
    let workshop = Workshop::of(&place);
    let binary = workshop.of_machine(FOREIGN);
    let name = if FOREIGN == 183 { "arm64" } else { "amd64" };
    let words =
        ["run", "sleep", "--seconds", "1", "--start-timeout", "3s", "--binary", binary.to_str().unwrap()];
    place.run("failures", &words).fails(3, &[name]);
}

#[test]
fn the_nodes_pull_the_image_under_their_own_name_for_the_registry() {
    let place = Place::new("mirrored");
    let registry = format!("{}/{}", variable("PODWRIGHT_TEST_REGISTRY"), place.namespace);
    // The nodes have the registry for a mirror of it, and no way out.
    let nodes = format!("ghcr.io/{}", place.namespace);
    let words = ["run", "add", "--a", "1", "--b", "2", "--registry", &registry, "--cluster-registry", &nodes];
    assert_eq!(place.run("cluster_specific", &words).result(), "3");
    let image = place.list("pods")[0]["spec"]["containers"][0]["image"].as_str().unwrap().to_owned();
    assert!(image.starts_with(&format!("{nodes}/cluster-specific@sha256:")), "{image}");
}

#[test]
fn an_image_that_was_built_elsewhere_is_taken_as_it_is_and_another_can_be_given() {
    let place = Place::new("prebuilt");
    let said = place.run("blocked", &["run", "prebuilt"]);
    said.fails(3, &["has no image", "nobody/prebuilt"]);
    assert!(!said.err.contains("packaged"), "{said:#?}");
    let image = place.list("pods")[0]["spec"]["containers"][0]["image"].clone();
    let registry = variable("PODWRIGHT_TEST_REGISTRY");
    assert_eq!(image, format!("{registry}/nobody/prebuilt@sha256:{}", "0".repeat(64)));
    let built = place.run("blocked", &["package", "-q"]);
    place.run("blocked", &["run", "prebuilt", "--image", built.result()]).result();
}

#[test]
fn a_library_that_the_image_lacks_is_named() {
    let place = Place::new("library");
    let image = pushed(&place, &Workshop::of(&place).without_its_library());
    place
        .run("blocked", &["run", "start", "--image", &image])
        .fails(3, &["the program cannot start", "libgone.so.1", "the image lacks a library"]);
}

#[test]
fn a_library_that_is_nowhere_is_named_before_anything_is_sent() {
    let place = Place::new("unresolved");
    let workshop = Workshop::of(&place);
    let binary = workshop.without_its_library();
    let words = ["run", "sleep", "--seconds", "1", "--binary", binary.to_str().unwrap()];
    place.run("failures", &words).fails(2, &["libgone.so.1"]);
    assert!(place.list("jobs").is_empty());
}
