//! A real registry behind a gateway that misbehaves: in every step of a push once, and for good.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use futures::future::join_all;
use podwright_image::{
    Base, Cache, ConnectOptions, Executable, Image, Options, Pushed, Registry, RegistryError, Silent, package,
};

use crate::credentials::{Case, assert_pushed, assert_refused};
use crate::gateway::{Fault, Gateway, NO_DIGEST, Rule, Step};
use crate::server::Server;
use crate::tokens::Tokens;

pub(crate) fn options() -> Options {
    Options { cache: Cache::Off, ..Options::default() }
}

pub(crate) fn program() -> Executable {
    Executable::open(Path::new("/bin/true")).unwrap()
}

/// A small one, so that many can be sent.
pub(crate) fn image() -> Image {
    static IMAGE: OnceLock<Image> = OnceLock::new();
    IMAGE.get_or_init(|| package(&program(), &options()).unwrap()).clone()
}

pub(crate) async fn push(place: &str) -> Result<Pushed, RegistryError> {
    let patience = Duration::from_secs(2);
    let options = ConnectOptions { patience, ..ConnectOptions::default() };
    let registry = Registry::connect_with(&place.parse().unwrap(), &options).await?;
    registry.push(&image(), Arc::new(Silent)).await
}

/// Pushes through a gateway with these rules, each of which has to be met.
pub(crate) async fn push_despite(server: &Server, repository: &str, rules: Vec<Rule>) -> Pushed {
    let told = rules.iter().map(|(step, ..)| *step).collect::<Vec<_>>();
    let gateway = Gateway::before(&server.host, rules);
    let pushed = push(&format!("{}/{repository}:1", gateway.host)).await;
    let pushed = pushed.unwrap_or_else(|error| panic!("{repository}, {told:?}: {error}"));
    assert_eq!(gateway.left(), 0, "{repository}, {told:?}");
    let there = Registry::connect(&format!("{}/{repository}:1", server.host).parse().unwrap()).await.unwrap();
    assert_eq!(there.resolve().await.unwrap().digest, image().digest(), "{repository}, {told:?}");
    pushed
}

fn passing() -> Vec<Fault> {
    let answers = ["429 Too Many Requests", "500 Internal Server Error", "503 Service Unavailable"];
    let answers = answers.map(|status| Fault::Answer(status, ""));
    let cuts = [Fault::CutRequest(0), Fault::CutRequest(100), Fault::CutAnswer(0), Fault::CutAnswer(30)];
    answers.into_iter().chain(cuts).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_in_passing_in_any_step_does_not_keep_an_image_from_arriving() {
    let server = Server::open();
    let mut cases: Vec<Rule> =
        Step::OF_PUSH.iter().flat_map(|step| passing().into_iter().map(|fault| (*step, 2, fault))).collect();
    cases.extend([1_000, 100_000].map(|limit| (Step::PutBlob, 1, Fault::CutRequest(limit))));
    cases.push((Step::PutManifest, 1, Fault::CutRequest(600)));
    let count = cases.len();
    let pushes = cases.into_iter().enumerate().map(|(number, rule)| {
        let (server, repository) = (&server, format!("case-{number}/app"));
        async move { push_despite(server, &repository, vec![rule]).await }
    });
    join_all(pushes).await;
    let _ = writeln!(std::io::stderr(), "cases: what_fails_in_passing: {count}");
}

#[test]
fn a_token_that_is_not_given_at_once_is_asked_for_again() {
    for fault in passing() {
        let tokens = Tokens::new();
        let gateway = Gateway::before(&tokens.host, vec![(Step::Token, 1, fault)]);
        let server = tokens.server_that_names(&gateway.host);
        let host = server.host.clone();
        assert_pushed(&Case::through(server, &host).push(&[]));
        assert_eq!(gateway.left(), 0);
    }
}

#[test]
fn a_token_that_is_never_given_is_said_to_be_missing() {
    let tokens = Tokens::new();
    let said = r#"{"errors":[{"code":"UNKNOWN","message":"the disk is on fire"}]}"#;
    let fault = Fault::Answer("500 Internal Server Error", said);
    let gateway = Gateway::before(&tokens.host, vec![(Step::Token, 99, fault)]);
    let server = tokens.server_that_names(&gateway.host);
    let host = server.host.clone();
    let output = Case::through(server, &host).push(&[]);
    let why = "did not take the request for a token of `team/app`: 500 UNKNOWN the disk is on fire";
    assert_refused(&output, &format!("the registry `{host}` {why}"));
}

#[test]
fn a_token_that_expires_in_the_middle_is_renewed_once() {
    let tokens = Tokens::new();
    let server = tokens.server();
    let gateway = Gateway::before(&server.host, vec![(Step::PutBlob, 1, Fault::Expired)]);
    assert_pushed(&Case::through(server, &gateway.host).push(&[]));
    assert_eq!(tokens.asked().len(), 2, "to push, and to go on: {:?}", tokens.asked());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_for_good_is_said_with_its_place_and_the_registrys_words() {
    const SAID: &str = r#"{"errors":[{"code":"UNKNOWN","message":"the disk is on fire"}]}"#;
    let server = Server::open();
    let refusals = Step::OF_PUSH.map(async |step| {
        let fault = Fault::Answer("500 Internal Server Error", SAID);
        let gateway = Gateway::before(&server.host, vec![(step, 99, fault)]);
        let place = format!("{}/{}:1", gateway.host, format!("{step:?}").to_lowercase());
        (step, gateway.host, push(&place).await.unwrap_err().to_string())
    });
    for (step, host, error) in join_all(refusals).await {
        assert!(error.starts_with(&format!("the registry `{host}` did not take the ")), "{error}");
        let part =
            if format!("{step:?}").ends_with("Manifest") { "the manifest 1 of" } else { "the blob sha256:" };
        assert!(error.contains(part), "{step:?}: {error}");
        let repository = format!("{step:?}").to_lowercase();
        // An answer to HEAD has no body to say it in.
        let is_head = repository.starts_with("head");
        let said = if is_head { "Internal Server Error" } else { "UNKNOWN the disk is on fire" };
        assert!(error.contains(&format!(" of `{repository}`: 500 {said}")), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_always_break_are_said_with_what_they_were_for() {
    let server = Server::open();
    let gateway = Gateway::before(&server.host, vec![(Step::PutBlob, 99, Fault::CutAnswer(0))]);
    let error = push(&format!("{}/app:1", gateway.host)).await.unwrap_err().to_string();
    let begin = format!(
        "the connection to the registry `{}` broke off again and again at the blob sha256:",
        gateway.host
    );
    assert!(error.starts_with(&begin) && error.contains(" of `app`: "), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_is_not_asked_before_the_time_that_it_names() {
    let server = Server::open();
    let fault = Fault::Answer("429 Too Many Requests\r\nRetry-After: 2", "");
    let begun = Instant::now();
    push_despite(&server, "app", vec![(Step::HeadBlob, 1, fault)]).await;
    assert!(begun.elapsed() >= Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_registry_is_waited_for() {
    let server = Server::open();
    let late = |step| (step, 1, Fault::Slow(Duration::from_millis(800)));
    let pushed = push_despite(&server, "app", Step::OF_PUSH.map(late).to_vec()).await;
    assert_eq!(pushed.requests, 11, "three blobs of three requests, and the manifest's two: none twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stalls_is_given_up_and_begun_anew() {
    let server = Server::open();
    for step in Step::OF_PUSH {
        let repository = format!("{step:?}").to_lowercase();
        push_despite(&server, &repository, vec![(step, 1, Fault::Stall)]).await;
    }
}

/// The same program on a base that the registry has.
pub(crate) async fn on_base(host: &str) -> Image {
    let name = format!("{host}/library/base:1").parse().unwrap();
    Registry::connect(&name).await.unwrap().push(&image(), Arc::new(Silent)).await.unwrap();
    let base = Base::fetch(&name, &program(), &Cache::Off, &ConnectOptions::default()).await.unwrap();
    package(&program(), &Options { base: Some(base), ..options() }).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn layers_that_the_registry_does_not_mount_are_copied() {
    let server = Server::open();
    let gateway = Gateway::before(&server.host, vec![(Step::PostUpload, 99, Fault::WithoutQuery)]);
    let image = on_base(&gateway.host).await;
    let downloads = gateway.count(Step::GetBlob);
    let registry = Registry::connect(&format!("{}/app", gateway.host).parse().unwrap()).await.unwrap();
    let pushed = registry.push(&image, Arc::new(Silent)).await.unwrap();
    assert_eq!((pushed.sent, pushed.skipped), (image.size(), 0));
    assert_eq!(gateway.count(Step::GetBlob), downloads + 2, "the two layers of the base");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_base_is_read_whatever_fails_in_passing() {
    let server = Server::open();
    for step in [Step::GetManifest, Step::GetBlob] {
        for fault in passing().into_iter().chain([Fault::CutAnswer(100_000)]) {
            let gateway = Gateway::before(&server.host, vec![(step, 1, fault)]);
            on_base(&gateway.host).await;
            assert_eq!(gateway.left(), 0);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn blobs_that_disappear_before_the_manifest_comes_are_sent_again() {
    let server = Arc::new(Server::open());
    let forgetful = server.clone();
    let forget = Fault::After(Arc::new(move || forgetful.forget_blobs()));
    let pushed = push_despite(&server, "app", vec![(Step::PutManifest, 1, forget)]).await;
    assert!(pushed.sent > image().size() * 3 / 2, "{} of {}", pushed.sent, image().size());
}

#[tokio::test(flavor = "multi_thread")]
async fn blobs_that_a_registry_wrongly_believes_to_have_are_sent() {
    let server = Server::open();
    let pushed = push_despite(&server, "app", vec![(Step::HeadBlob, 3, Fault::Answer("200 OK", ""))]).await;
    assert!(pushed.sent >= image().size(), "{} of {}", pushed.sent, image().size());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_registry_takes_as_something_else_is_an_error() {
    let server = Server::open();
    for step in [Step::PutBlob, Step::PutManifest] {
        let gateway = Gateway::before(&server.host, vec![(step, 1, Fault::OtherDigest)]);
        let place = format!("{}/{}", gateway.host, format!("{step:?}").to_lowercase());
        let error = push(&place).await.unwrap_err().to_string();
        assert!(error.contains("it took sha256:") && error.contains(&format!("as {NO_DIGEST}")), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_registry_says_is_something_else_is_sent_again() {
    let server = Server::open();
    push_despite(&server, "app", vec![]).await;
    let all = vec![(Step::HeadManifest, 1, Fault::OtherDigest), (Step::HeadBlob, 3, Fault::OtherDigest)];
    assert_eq!(push_despite(&server, "app", all).await.sent, image().size());
}
