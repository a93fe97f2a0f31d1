//! The whole way at other registries than Debian's, for real: distribution 3 and zot.

use std::io::Write as _;
use std::process::Command;
use std::sync::Arc;

use podwright_image::{Cache, Image, Registry, Silent};
use serde_json::Value;

use crate::faults::{image, on_base};
use crate::server::{Other, Server};

async fn connect(server: &Server, name: &str) -> Registry {
    Registry::connect(&format!("{}/{name}", server.host).parse().unwrap()).await.unwrap()
}

/// Runs `test` at each registry that is installed.
async fn at_each(name: &str, test: impl AsyncFn(&Server, Other)) {
    for other in Other::ALL {
        if let Some(server) = Server::of(other) {
            test(&server, other).await;
        } else {
            let program = other.program();
            let _ = writeln!(std::io::stderr(), "skipped: {name} ({program}): there is no `{program}`");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_arrives_once_and_is_found() {
    at_each("an_image_arrives_once_and_is_found", async |server, other| {
        let image = image();
        let pushed = connect(server, "team/app:1").await.push(&image, Arc::new(Silent)).await.unwrap();
        assert_eq!(pushed.sent, image.size(), "{other:?}");
        let again = connect(server, "team/app:1").await.push(&image, Arc::new(Silent)).await.unwrap();
        assert_eq!((again.sent, again.requests), (0, 1), "{other:?}");
        let found = connect(server, "team/app:1").await.resolve().await.unwrap();
        assert_eq!(
            (found.digest, found.architectures),
            (image.digest(), vec![image.architecture().to_string()])
        );
        copied(&format!("{}/team/app:1", server.host));
    })
    .await;
}

/// Every blob is read and its digest checked.
fn copied(place: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut skopeo = Command::new("skopeo");
    skopeo.args(["copy", "--src-tls-verify=false", &format!("docker://{place}")]);
    let output = skopeo.arg(format!("dir:{}", folder.path().display())).output();
    let output = output.expect("skopeo is installed (Debian's package skopeo)");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn layers_of_a_base_beside_it_are_not_sent() {
    at_each("layers_of_a_base_beside_it_are_not_sent", async |server, other| {
        let image = on_base(&server.host).await;
        let pushed = connect(server, "team/app:1").await.push(&image, Arc::new(Silent)).await.unwrap();
        // zot finds what it has in any repository, and so the program too, which is the base's.
        assert!(pushed.skipped >= 2, "{other:?}: {} of the two layers of the base", pushed.skipped);
        assert!(pushed.sent < image.size() / 2, "{other:?}: {} of {}", pushed.sent, image.size());
        copied(&format!("{}/team/app:1", server.host));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn images_of_several_processors_are_one() {
    at_each("images_of_several_processors_are_one", async |server, _| {
        let registry = connect(server, "team/app:1").await;
        let pushed = registry.push_index(&[image()], Arc::new(Silent)).await.unwrap();
        assert_eq!(registry.resolve().await.unwrap().digest, pushed.reference.digest.unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_beside_an_image_is_found_by_it() {
    at_each("what_is_beside_an_image_is_found_by_it", async |server, other| {
        let registry = connect(server, "team/app:1").await;
        registry.push(&image(), Arc::new(Silent)).await.unwrap();
        let list = registry.attach(&image(), "application/x-list", b"{}", &Cache::Off).await.unwrap();
        let listed = referrers(server, &image());
        assert_eq!(listed["manifests"][0]["digest"], list.as_str(), "{other:?}: {listed}");
        assert_eq!(listed["manifests"][0]["artifactType"], "application/x-list", "{other:?}: {listed}");
    })
    .await;
}

/// What a client finds: by the referrers API, or by OCI's tag where there is none.
fn referrers(server: &Server, image: &Image) -> Value {
    let digest = image.digest();
    let places = [format!("referrers/{digest}"), format!("manifests/{}", digest.as_str().replace(':', "-"))];
    let found = places.iter().find_map(|place| {
        let url = format!("http://{}/v2/team/app/{place}", server.host);
        let accept = "Accept: application/vnd.oci.image.index.v1+json";
        let output = Command::new("curl").args(["-sf", "-H", accept, &url]).output().unwrap();
        output.status.success().then_some(output.stdout)
    });
    serde_json::from_slice(&found.expect("one of the two is there")).unwrap()
}
