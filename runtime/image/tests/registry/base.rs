//! A program on a base: what is taken from repository to repository, what is copied, and what is refused.

use std::process::Command;
use std::sync::Arc;

use podwright_image::{
    Base, BaseError, Cache, Compression, ConnectOptions, Executable, Image, Options, Reference, Registry,
    Silent, package,
};

use crate::server::Server;

/// This test's own program: with its libraries it is a base as well.
fn executable() -> Executable {
    Executable::open(&std::env::current_exe().unwrap()).unwrap()
}

async fn push(reference: &str, image: &Image) -> podwright_image::Pushed {
    let reference: Reference = reference.parse().unwrap();
    Registry::connect(&reference).await.unwrap().push(image, Arc::new(Silent)).await.unwrap()
}

/// Puts a base into a registry, and gives the image of the program on it.
async fn on_base(server: &Server, compression: Compression) -> (Image, u64) {
    let plain = Options { cache: Cache::Off, compression, ..Options::default() };
    let base = package(&executable(), &plain).unwrap();
    let name = format!("{}/library/base:1", server.host);
    push(&name, &base).await;
    let found = Base::fetch(&name.parse().unwrap(), &executable(), &Cache::Off, &ConnectOptions::default())
        .await
        .unwrap();
    assert_eq!(found.reference().digest.as_ref(), Some(&base.digest()));
    let image = package(&executable(), &Options { base: Some(found), ..plain }).unwrap();
    (image, base.size())
}

fn copied(place: &str) {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new("skopeo")
        .args([
            "copy",
            "--src-tls-verify=false",
            &format!("docker://{place}"),
            &format!("dir:{}", folder.path().display()),
        ])
        .output()
        .expect("skopeo is installed (Debian's package skopeo)");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
async fn a_base_of_the_same_registry_is_not_sent() {
    let server = Server::open();
    for compression in [Compression::Zstd(1), Compression::Gzip(1), Compression::None] {
        let (image, base) = on_base(&server, compression).await;
        let name = format!("{}/team/app:latest", server.host);
        let pushed = push(&name, &image).await;
        assert!(pushed.sent + base < image.size() + 10_000, "{pushed:?} {base} {}", image.size());
        copied(&name);
    }
}

#[tokio::test]
async fn a_base_of_another_registry_is_copied() {
    let (here, there) = (Server::open(), Server::open());
    let (image, _) = on_base(&there, Compression::default()).await;
    let name = format!("{}/team/app:latest", here.host);
    let pushed = push(&name, &image).await;
    assert!(pushed.sent > image.size() / 2, "{pushed:?}");
    copied(&name);
    assert_eq!(push(&name, &image).await.requests, 1);
}

#[tokio::test]
async fn an_image_on_a_base_is_written_with_the_layers_of_the_base() {
    let server = Server::open();
    let (mut image, _) = on_base(&server, Compression::Gzip(1)).await;
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let refused = image.write_layout(&place("layout"), Some("app:1")).unwrap_err().to_string();
    assert!(refused.contains("/library/base:1` are not here: download them first"), "{refused}");
    assert!(!place("layout").exists());

    image.download_base().await.unwrap();
    image.write_layout(&place("layout"), Some("app:1")).unwrap();
    image.write_archive(&place("app.tar"), "app:1").unwrap();
    for written in ["oci:layout:1", "docker-archive:app.tar"] {
        let (kind, rest) = written.split_once(':').unwrap();
        let output = Command::new("skopeo")
            .args(["copy", &format!("{kind}:{}", place(rest).display())])
            .arg(format!("dir:{}", place(kind).display()))
            .output()
            .expect("skopeo is installed (Debian's package skopeo)");
        assert!(output.status.success(), "{written}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[tokio::test]
async fn what_a_base_holds_is_read_once() {
    let server = Server::open();
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::Folder(folder.path().into());
    let name = format!("{}/library/base:1", server.host);
    push(&name, &package(&executable(), &Options { cache: Cache::Off, ..Options::default() }).unwrap()).await;
    let reference = name.parse().unwrap();
    Base::fetch(&reference, &executable(), &cache, &ConnectOptions::default()).await.unwrap();
    server.forget_blobs();
    Base::fetch(&reference, &executable(), &cache, &ConnectOptions::default()).await.unwrap();
    assert!(matches!(
        Base::fetch(&reference, &executable(), &Cache::Off, &ConnectOptions::default()).await,
        Err(BaseError::Registry(_))
    ));
}

#[tokio::test]
async fn a_base_that_is_not_there_is_an_error_that_names_it() {
    let server = Server::open();
    let reference = format!("{}/library/nothing:1", server.host).parse().unwrap();
    let error = Base::fetch(&reference, &executable(), &Cache::Off, &ConnectOptions::default())
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains(&format!("has no image `{reference}`")), "{error}");
}
