//! What is beside an image, and images of several processors under one name.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use podwright_image::{Cache, Executable, Image, Options, Registry, Sbom, Silent, package};
use serde_json::Value;

use crate::gateway::{Gateway, Step};
use crate::server::Server;

fn image() -> Image {
    let executable = Executable::open(&std::env::current_exe().unwrap()).unwrap();
    package(&executable, &Options { cache: Cache::Off, ..Options::default() }).unwrap()
}

async fn connect(server: &Server) -> Registry {
    Registry::connect(&format!("{}/team/app:1", server.host).parse().unwrap()).await.unwrap()
}

fn manifest(server: &Server, name: &str) -> Value {
    let url = format!("http://{}/v2/team/app/manifests/{name}", server.host);
    let accept =
        "Accept: application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json";
    let output = Command::new("curl").args(["-sf", "-H", accept, &url]).output().unwrap();
    assert!(output.status.success(), "{url}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test]
async fn an_sbom_is_found_by_the_image_and_attached_once() {
    let server = Server::open();
    let registry = connect(&server).await;
    let image = image();
    registry.push(&image, Arc::new(Silent)).await.unwrap();
    let lock = std::fs::read_to_string(Path::new("../../Cargo.lock")).unwrap();
    let sbom = Sbom::of_lock(&lock, "podwright-image").unwrap();
    let document = sbom.document("app", "1970-01-01T00:00:00Z");
    let first = registry.attach(&image, Sbom::MEDIA_TYPE, &document, &Cache::Off).await.unwrap();
    assert_eq!(registry.attach(&image, Sbom::MEDIA_TYPE, &document, &Cache::Off).await.unwrap(), first);
    registry.attach(&image, "application/x-other", b"{}", &Cache::Off).await.unwrap();

    let listed = manifest(&server, &image.digest().as_str().replace(':', "-"));
    let kinds = listed["manifests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|artifact| artifact["artifactType"].as_str().unwrap());
    assert_eq!(kinds.collect::<Vec<_>>(), [Sbom::MEDIA_TYPE, "application/x-other"]);
    let artifact = manifest(&server, first.as_str());
    assert_eq!(artifact["subject"]["digest"], image.digest().as_str());
    assert_eq!(artifact["layers"][0]["size"], document.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_attached_from_here_and_is_still_there_is_not_attached_again() {
    let (server, folder) = (Server::open(), tempfile::tempdir().unwrap());
    let (image, cache) = (image(), Cache::Folder(folder.path().into()));
    let gateway = Gateway::before(&server.host, vec![]);
    let place = format!("{}/team/app:1", gateway.host).parse().unwrap();
    // As two runs of a program, or three where somebody has emptied the registry.
    let package = async || {
        let registry = Registry::connect(&place).await.unwrap();
        let pushed = registry.push(&image, Arc::new(Silent)).await.unwrap();
        registry.attach(&image, "application/x-list", b"{}", &cache).await.unwrap();
        (pushed.sent, gateway.count(Step::HeadManifest), gateway.count(Step::PutManifest))
    };
    // The image, the artifact, and their list in the image's tag.
    assert_eq!(package().await, (image.size(), 1, 3));
    let before = gateway.requests();
    assert_eq!(package().await, (0, 3, 3));
    assert_eq!(gateway.requests(), before + 2);
    server.forget_everything();
    assert_eq!(package().await, (image.size(), 5, 6));
}

#[tokio::test]
async fn an_index_is_sent_once_and_names_its_images() {
    let server = Server::open();
    let images = [image()];
    let pushed = connect(&server).await.push_index(&images, Arc::new(Silent)).await.unwrap();
    assert!(pushed.sent > images[0].size());
    let index = manifest(&server, "1");
    assert_eq!(index["manifests"][0]["digest"], images[0].digest().as_str());
    assert_eq!(index["manifests"][0]["platform"]["architecture"], images[0].architecture().as_str());
    let again = connect(&server).await.push_index(&images, Arc::new(Silent)).await.unwrap();
    assert_eq!((again.sent, again.requests), (0, 1));
    assert_eq!(
        connect(&server).await.resolve().await.unwrap().architectures,
        [images[0].architecture().as_str()]
    );
}
