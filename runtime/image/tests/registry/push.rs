//! What is sent, what is not, and what happens when the registry or the way to it fails.

use std::sync::{Arc, Mutex};

use crate::proxy::Proxy;
use crate::server::Server;
use podwright_image::{
    Cache, Digest, Executable, Image, Options, Progress, Reference, Registry, RegistryError, Silent, package,
};

fn options() -> Options {
    Options { cache: Cache::Off, ..Options::default() }
}

fn image() -> Image {
    package(&Executable::running().unwrap(), &options()).unwrap()
}

async fn connect(host: &str) -> Registry {
    let reference: Reference = format!("{host}/team/app:latest").parse().unwrap();
    Registry::connect(&reference).await.unwrap()
}

#[derive(Default)]
struct Seen(Mutex<Vec<String>>);

impl Progress for Seen {
    fn sending(&self, _: &Digest, sent: u64, size: u64) {
        if sent == size {
            self.0.lock().unwrap().push("sent".into());
        }
    }

    fn skipped(&self, _: &Digest, _: u64) {
        self.0.lock().unwrap().push("skipped".into());
    }
}

#[tokio::test]
async fn what_is_sent_can_be_looked_up_and_is_not_sent_again() {
    let server = Server::open();
    let image = image();
    let seen = Arc::new(Seen::default());
    let first = connect(&server.host).await.push(&image, seen.clone()).await.unwrap();
    assert_eq!((first.sent, first.skipped), (image.size(), 0));
    assert_eq!(*seen.0.lock().unwrap(), ["sent", "sent"]);

    let resolved = connect(&server.host).await.resolve().await.unwrap();
    assert_eq!(resolved.digest, image.digest());
    assert_eq!(resolved.architectures, [image.architecture().as_str()]);

    let reference = first.reference.clone();
    let again = Registry::connect(&reference).await.unwrap().push(&image, Arc::new(Silent)).await.unwrap();
    assert_eq!((again.sent, again.requests), (0, 1));
}

#[tokio::test]
async fn a_blob_that_is_there_already_is_skipped() {
    let server = Server::open();
    connect(&server.host).await.push(&image(), Arc::new(Silent)).await.unwrap();
    let labelled = Options { labels: [("a".to_owned(), "b".to_owned())].into(), ..options() };
    let other = package(&Executable::running().unwrap(), &labelled).unwrap();
    let pushed = connect(&server.host).await.push(&other, Arc::new(Silent)).await.unwrap();
    assert_eq!(pushed.skipped, 2, "both layers");
    assert!(pushed.sent < 10_000, "{}", pushed.sent);
}

#[tokio::test]
async fn without_credentials_the_error_says_where_they_were_looked_for() {
    let server = Server::with_password("puller", "secret");
    let error = connect(&server.host).await.push(&image(), Arc::new(Silent)).await.unwrap_err();
    let RegistryError::Denied { registry, .. } = &error else { panic!("{error}") };
    assert_eq!(*registry, server.host);
    assert!(error.to_string().contains("has no credentials for it"), "{error}");
    assert!(error.to_string().ends_with(&format!("`docker login {}`", server.host)), "{error}");
}

#[tokio::test]
async fn an_image_that_is_not_there_is_said_to_be_missing() {
    let server = Server::open();
    let error = connect(&server.host).await.resolve().await.unwrap_err();
    assert!(matches!(error, RegistryError::NotFound { .. }), "{error}");
}

#[tokio::test]
async fn a_registry_that_is_away_is_named() {
    let error = connect("127.0.0.1:9").await.push(&image(), Arc::new(Silent)).await.unwrap_err();
    assert!(
        error.to_string().starts_with("cannot reach the registry `127.0.0.1:9`: Connection refused"),
        "{error}"
    );
}

#[tokio::test]
async fn a_tag_moves_to_another_image() {
    let server = Server::open();
    let first = image();
    connect(&server.host).await.push(&first, Arc::new(Silent)).await.unwrap();
    let again = connect(&server.host).await.push(&first, Arc::new(Silent)).await.unwrap();
    assert_eq!((again.sent, again.requests), (0, 1));
    let other = package(&Executable::running().unwrap(), &Options { created: 1, ..options() }).unwrap();
    connect(&server.host).await.push(&other, Arc::new(Silent)).await.unwrap();
    assert_eq!(connect(&server.host).await.resolve().await.unwrap().digest, other.digest());
}

#[tokio::test]
async fn an_upload_that_is_cut_begins_anew() {
    let server = Server::open();
    let proxy = Proxy::before(&server.host, &["cut 200000", "cut 300000", "", "cut 100000"]);
    let image = image();
    let pushed = connect(&proxy.host).await.push(&image, Arc::new(Silent)).await.unwrap();
    assert_eq!(pushed.sent, image.size());
    assert_eq!(connect(&server.host).await.resolve().await.unwrap().digest, image.digest());
}

#[tokio::test(flavor = "multi_thread")]
async fn all_who_push_the_same_image_at_once_succeed() {
    let server = Server::open();
    let image = image();
    for _ in 0..4 {
        let pushes = (0..12).map(async |_| connect(&server.host).await.push(&image, Arc::new(Silent)).await);
        for pushed in futures::future::join_all(pushes).await {
            assert_eq!(pushed.unwrap().reference.digest, Some(image.digest()));
        }
        server.forget_everything();
    }
}

#[tokio::test]
async fn a_registry_that_never_recovers_is_given_up() {
    let proxy = Proxy::before("127.0.0.1:9", &["503"; 10]);
    let error = connect(&proxy.host).await.push(&image(), Arc::new(Silent)).await.unwrap_err();
    assert!(
        error.to_string().contains("did not take the manifest latest of `team/app`: 503 Service"),
        "{error}"
    );
}

#[tokio::test]
async fn answers_that_may_pass_and_cut_connections_are_tried_again() {
    let server = Server::open();
    let proxy = Proxy::before(&server.host, &["503", "cut", "429"]);
    let pushed = connect(&proxy.host).await.push(&image(), Arc::new(Silent)).await.unwrap();
    let resolved = connect(&server.host).await.resolve().await.unwrap();
    assert_eq!(Some(resolved.digest), pushed.reference.digest);
}
