//! Images that are more than the program: with files, on a base, in a file.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::calls::with_role;
use crate::place::{Place, variable};
use crate::running::Running;
use crate::targets::ends_well;

/// What skopeo says.
pub(crate) fn skopeo(words: &[&str]) -> String {
    let output =
        Command::new("skopeo").args(words).output().expect("skopeo is installed (Debian's package skopeo)");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_task_finds_the_files_of_its_environments_image() {
    let place = Place::new("files");
    assert_eq!(
        place.run("files", &["run", "greet", "--whom", "hello"]).result(),
        "Hello from a file of the image"
    );
    place.run("files", &["run", "greet", "--whom", "nobody"]).fails_in_log(1, &["No such file"]);
}

#[test]
fn a_task_calls_one_whose_image_is_another() {
    let place = with_role("files-call");
    assert_eq!(place.run("files", &["run", "ask"]).result(), "Hello from a file of the image");
}

#[test]
fn a_program_on_a_base_has_what_the_base_brings() {
    let place = Place::new("on-base");
    let registry = variable("PODWRIGHT_TEST_REGISTRY");
    let base = format!("{registry}/bases/glibc:1");
    let libraries = place.run("basic", &["package"]).result().to_owned();
    skopeo(&[
        "copy",
        "--src-tls-verify=false",
        "--dest-tls-verify=false",
        &format!("docker://{libraries}"),
        &format!("docker://{base}"),
    ]);
    assert_eq!(place.run("on_base", &["run", "origin"]).result(), "no base");

    let image = place.run("on_base", &["package"]).result().to_owned();
    let inspected = skopeo(&["inspect", "--raw", "--tls-verify=false", &format!("docker://{image}")]);
    assert!(inspected.contains(&format!("\"org.opencontainers.image.base.name\":\"{base}\"")), "{inspected}");
    assert_eq!(
        inspected.matches("layer.v1.tar").count(),
        4,
        "two layers of the base and two of ours: {inspected}"
    );
}

#[test]
fn an_image_is_written_to_a_file_or_a_folder() {
    let place = Place::new("written");
    let folder = std::env::temp_dir().join(&place.namespace);
    std::fs::create_dir_all(&folder).unwrap();
    let path = |name: &str| folder.join(name).display().to_string();
    let digest = place.run("basic", &["package", "--output", &path("layout")]).result().to_owned();
    assert!(skopeo(&["inspect", &format!("oci:{}:latest", path("layout"))]).contains(&digest));
    place.run("basic", &["package", "-o", &path("basic.tar")]).result();
    assert!(skopeo(&["inspect", &format!("docker-archive:{}", path("basic.tar"))]).contains("linux"));
    place
        .run("files", &["package", "-o", &path("files.tar")])
        .fails(2, &["`files-plain`, `files-greetings`", "--env"]);
    place.run("files", &["package", "-o", &path("files.tar"), "--env", "files-greetings"]).result();
    std::fs::remove_dir_all(folder).unwrap();
}

/// The client of the cluster's containerd, which is this machine's.
fn containerd() -> (PathBuf, impl Fn(&[&str]) -> String) {
    let socket = Path::new(&variable("PODWRIGHT_TEST_KUBECONFIG")).with_file_name("containerd.sock");
    let address = socket.clone();
    let client = move |words: &[&str]| {
        let mut client = Command::new("ctr");
        client.arg("--address").arg(&address).args(["--namespace", "k8s.io"]).args(words);
        let output = client.output().expect("ctr comes with containerd");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    (socket, client)
}

#[test]
fn an_image_that_the_nodes_containerd_was_given_runs_without_a_registry() {
    const IMAGE: &str = "docker.io/library/volume:latest";
    if !ends_well("ctr", &["--version"]) {
        println!(
            "skipped: an_image_that_the_nodes_containerd_was_given: there is no `ctr`, which comes with containerd"
        );
        return;
    }
    let place = Place::new("imported");
    let (socket, client) = containerd();
    let output = format!("containerd://{}", socket.display());
    // An image of its own: of one that was pulled before, the kubelet wants to know who may have it under another name.
    let digest =
        place.run("volume", &["package", "--label", "for=imported", "--output", &output]).result().to_owned();
    let listed = client(&["images", "list", &format!("name=={IMAGE}")]);
    assert!(listed.contains(&digest), "{listed}");
    let image = format!("--image={IMAGE}");
    place.kubectl(&[
        "run",
        "imported",
        &image,
        "--image-pull-policy=Never",
        "--restart=Never",
        "--",
        "tasks",
    ]);
    place.until("the end of the pod", || place.list("pods")[0]["status"]["phase"] == "Succeeded");
    assert!(place.kubectl(&["logs", "imported"]).contains("count_runs"));
    client(&["images", "remove", IMAGE]);
}

#[test]
fn a_list_of_the_crates_is_beside_the_image() {
    let place = Place::new("sbom");
    let mut cargo = place.program("basic");
    cargo.env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR")).env("CARGO_PKG_NAME", env!("CARGO_PKG_NAME"));
    let said = Running::start(cargo.arg("package")).end();
    said.result();
    assert!(said.err.contains(" crates it is built of"), "{said:?}");
}
