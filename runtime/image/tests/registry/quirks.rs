//! What registries do that the protocol does not ask for, each before a real registry: docs/registries.md says which does what.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use podwright_image::{
    Asset, Cache, Compression, Image, Options, Pushed, Reference, Registry, RegistryError, Silent, package,
};

use crate::faults::{image, on_base, options, program, push, push_despite};
use crate::gateway::{ELSEWHERE, Fault, Gateway, Rule, Step};
use crate::server::Server;
use crate::tokens::Tokens;

async fn send(place: &str, image: &Image) -> Result<Pushed, RegistryError> {
    Registry::connect(&place.parse().unwrap()).await.unwrap().push(image, Arc::new(Silent)).await
}

/// The path and the query of a place that distribution names absolutely.
fn path(place: &str) -> &str {
    &place[place.match_indices('/').nth(2).unwrap().0..]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_goes_on_wherever_the_registry_says() {
    let server = Server::open();
    let places: [fn(&str) -> String; 4] = [
        // Absolute, with a query, as Docker Hub, Quay and GitLab have it.
        |place| format!("{place}&state=a%2Fb"),
        // Of the same host: GHCR, Azure, Harbor.
        |place| path(place).to_owned(),
        // In another folder: Google.
        |place| format!("{ELSEWHERE}{}&upload_id=x", path(place)),
        // From the place that was asked.
        |place| path(place).rsplit_once('/').unwrap().1.to_owned(),
    ];
    for (number, place) in places.into_iter().enumerate() {
        let fault = Fault::elsewhere(place);
        push_despite(&server, &format!("place-{number}/app"), vec![(Step::PostUpload, 3, fault)]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_names_no_digests_is_not_sent_the_same_twice() {
    let server = Server::open();
    let rules = Step::OF_PUSH.map(|step| (step, 99, Fault::without("docker-content-digest")));
    let gateway = Gateway::before(&server.host, rules.to_vec());
    let place = format!("{}/app:1", gateway.host);
    assert_eq!(push(&place).await.unwrap().sent, image().size());
    let again = push(&place).await.unwrap();
    assert_eq!((again.sent, again.requests), (0, 2), "the manifest's head, and the manifest itself");
    let by_digest = push(&format!("{}/app", gateway.host)).await.unwrap();
    assert_eq!((by_digest.sent, by_digest.requests), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn layers_whose_mount_is_refused_are_copied() {
    let server = Server::open();
    let refusals = ["400 Bad Request", "403 Forbidden", "404 Not Found", "405 Method Not Allowed"];
    for (number, status) in refusals.into_iter().enumerate() {
        let is_mount = Arc::new(|line: &str, _| line.contains("mount="));
        let rules = vec![(Step::PostUpload, 99, Fault::Refused(is_mount, status, ""))];
        let gateway = Gateway::before(&server.host, rules);
        let image = on_base(&gateway.host).await;
        let pushed = send(&format!("{}/refusal-{number}/app", gateway.host), &image).await.unwrap();
        assert_eq!((pushed.sent, pushed.skipped), (image.size(), 0), "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_does_not_open_the_base_too_is_asked_for_without_it() {
    let tokens = Tokens::for_anybody();
    let for_two = Arc::new(|line: &str, _| line.matches("scope=").count() > 1);
    let denied = Fault::Refused(for_two, "403 Forbidden", r#"{"errors":[{"code":"DENIED"}]}"#);
    let gateway = Gateway::before(&tokens.host, vec![(Step::Token, 99, denied)]);
    let server = tokens.server_that_names(&gateway.host);
    let image = on_base(&server.host).await;
    // Without a right to read the base, distribution answers a mount with 401.
    let pushed = send(&format!("{}/team/app:1", server.host), &image).await.unwrap();
    assert_eq!((pushed.sent, pushed.skipped), (image.size(), 0));
    let both = "scope=repository%3Ateam%2Fapp%3Apull%2Cpush&scope=repository%3Alibrary%2Fbase%3Apull";
    assert_eq!(gateway.lines(Step::Token).iter().filter(|line| line.contains(both)).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_says_at_its_root_alone_how_to_log_in_is_asked_there() {
    let tokens = Tokens::for_anybody();
    let server = tokens.server();
    let silent =
        [Step::HeadManifest, Step::HeadBlob].map(|step| (step, 99, Fault::without("www-authenticate")));
    let gateway = Gateway::before(&server.host, silent.to_vec());
    let pushed = push(&format!("{}/team/app:1", gateway.host)).await.unwrap();
    assert_eq!(pushed.sent, image().size());
    assert_eq!(tokens.asked().len(), 1, "{:?}", tokens.asked());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_looked_for_is_sent() {
    let server = Server::open();
    let refused = |step, times| (step, times, Fault::Answer("403 Forbidden", ""));
    let pushed =
        push_despite(&server, "app", vec![refused(Step::HeadManifest, 1), refused(Step::HeadBlob, 3)]).await;
    assert_eq!(pushed.sent, image().size());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_who_may_look_for_nothing_and_push_nothing_is_told_in_the_registrys_words() {
    const SAID: &str = r#"{"errors":[{"code":"DENIED","message":"your plan has ended"}]}"#;
    let server = Server::open();
    let rules = [Step::HeadManifest, Step::HeadBlob, Step::PostUpload];
    let rules = rules.map(|step| (step, 99, Fault::Answer("403 Forbidden", SAID)));
    let gateway = Gateway::before(&server.host, rules.to_vec());
    let error = push(&format!("{}/team/app:1", gateway.host)).await.unwrap_err().to_string();
    assert!(error.contains("does not let us push to `team/app`: 403 DENIED your plan has ended"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_with_another_success_is_taken() {
    let server = Server::open();
    for (step, status) in [
        (Step::PutManifest, "202 Accepted"),
        (Step::PutManifest, "200 OK"),
        (Step::PutBlob, "204 No Content"),
    ] {
        let other = move |head: String| head.replacen("201 Created", status, 1);
        let repository = format!("{step:?}-{}/app", &status[..3]).to_lowercase();
        let times = if step == Step::PutBlob { 3 } else { 1 };
        push_despite(&server, &repository, vec![(step, times, Fault::Rewritten(Arc::new(other)))]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repository_that_has_to_be_made_first_is_named_with_what_to_do() {
    const ECR: &str = r#"{"errors":[{"code":"NAME_UNKNOWN","message":"The repository with name 'team/app' does not exist in the registry with id '1'"}]}"#;
    const HARBOR: &str = r#"{"errors":[{"code":"NOT_FOUND","message":"project team not found"}]}"#;
    let server = Server::open();
    for said in [ECR, HARBOR] {
        let gateway =
            Gateway::before(&server.host, vec![(Step::PostUpload, 99, Fault::Answer("404 Not Found", said))]);
        let error = push(&format!("{}/team/app:1", gateway.host)).await.unwrap_err();
        assert!(matches!(error, RegistryError::NoRepository { .. }), "{error}");
        let error = error.to_string();
        assert!(error.contains("has no repository `team/app` and makes none by itself: 404 N"), "{error}");
        assert!(error.contains("; make `team` there first"), "{error}");
        assert_eq!(gateway.count(Step::PutBlob), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_the_registry_has_lost_begins_anew() {
    const SAID: &str = r#"{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN","message":"blob upload unknown"}]}"#;
    let server = Server::open();
    push_despite(&server, "app", vec![(Step::PutBlob, 2, Fault::Answer("404 Not Found", SAID))]).await;
}

/// One with a layer of ten mebibytes, since nothing makes it smaller.
fn large() -> (tempfile::TempDir, Image) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large");
    std::fs::write(&file, b"0123456789abcdef".repeat((10 << 20) / 16)).unwrap();
    let assets = vec![Asset { from: file, to: "/data/large".into() }];
    let image =
        package(&program(), &Options { assets, compression: Compression::None, ..options() }).unwrap();
    (folder, image)
}

const MOST: usize = 5 << 20;
const GHCR: &str = "the request body is too large and exceeds the maximum permissible limit of 4.00MiB";

fn too_large(status: &'static str, said: &'static str) -> Fault {
    Fault::Refused(Arc::new(|_, size| size > MOST), status, said)
}

/// Sends a large image through a gateway with these rules, which it gives back.
async fn in_pieces(server: &Server, repository: &str, rules: Vec<Rule>) -> Gateway {
    let (_folder, image) = large();
    let gateway = Gateway::before(&server.host, rules);
    let pushed = send(&format!("{}/{repository}:1", gateway.host), &image).await.unwrap();
    assert_eq!(pushed.sent, image.size(), "{repository}");
    let there = Registry::connect(&format!("{}/{repository}:1", server.host).parse().unwrap()).await.unwrap();
    assert_eq!(there.resolve().await.unwrap().digest, image.digest(), "{repository}");
    gateway
}

/// A registry, or a proxy before it, that takes no large request, beside these rules.
fn refusing(rules: impl IntoIterator<Item = Rule>) -> Vec<Rule> {
    [(Step::PutBlob, 99, too_large("413 Payload Too Large", ""))].into_iter().chain(rules).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blob_that_is_too_large_for_one_request_is_sent_in_pieces() {
    let server = Server::open();
    // A proxy before the registry: nginx, Cloudflare.
    let rules = vec![(Step::PutBlob, 99, too_large("413 Payload Too Large", "<html>"))];
    assert_eq!(in_pieces(&server, "proxy/app", rules).await.count(Step::PatchBlob), 3);
    let rules = vec![(Step::PutBlob, 99, too_large("416 Requested Range Not Satisfiable", GHCR))];
    assert_eq!(in_pieces(&server, "ghcr/app", rules).await.count(Step::PatchBlob), 3);
    // The registry wants pieces of a size, the last one aside.
    let wish = (Step::PostUpload, 99, Fault::with("OCI-Chunk-Min-Length: 5242880"));
    assert_eq!(in_pieces(&server, "least/app", refusing([wish])).await.count(Step::PatchBlob), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_piece_that_fails_is_sent_again_and_those_before_it_are_not() {
    let server = Server::open();
    let passed = Arc::new(AtomicUsize::new(0));
    let is_second = Arc::new(move |_: &str, _| passed.fetch_add(1, Ordering::Relaxed) == 1);
    let failing = (Step::PatchBlob, 99, Fault::Refused(is_second, "503 Service Unavailable", ""));
    let gateway = in_pieces(&server, "app", refusing([failing])).await;
    assert_eq!((gateway.count(Step::PatchBlob), gateway.count(Step::GetUpload)), (4, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn pieces_begin_anew_where_the_registry_does_not_say_what_it_has() {
    let server = Server::open();
    let passed = Arc::new(AtomicUsize::new(0));
    let is_second = Arc::new(move |_: &str, _| passed.fetch_add(1, Ordering::Relaxed) == 1);
    let failing = (Step::PatchBlob, 99, Fault::Refused(is_second, "503 Service Unavailable", ""));
    let silent = (Step::GetUpload, 1, Fault::Answer("405 Method Not Allowed", ""));
    let gateway = in_pieces(&server, "app", refusing([failing, silent])).await;
    assert_eq!((gateway.count(Step::PatchBlob), gateway.count(Step::GetUpload)), (5, 1));
    // The second upload does not try again whether the whole is taken: three small ones, the refused one, and the end of pieces.
    assert_eq!(gateway.count(Step::PutBlob), 5, "{:?}", gateway.lines(Step::PutBlob));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_refused_a_large_request_is_sent_no_other() {
    let server = Server::open();
    let (_folder, image) = large();
    let gateway = Gateway::before(&server.host, refusing([]));
    let place = |name: &str| format!("{}/app:{name}", gateway.host).parse::<Reference>().unwrap();
    let registry = Registry::connect(&place("1")).await.unwrap();
    registry.push(&image, Arc::new(Silent)).await.unwrap();
    let whole = gateway.count(Step::PutBlob);
    server.forget_everything();
    registry.push(&image, Arc::new(Silent)).await.unwrap();
    assert_eq!(gateway.count(Step::PutBlob), 2 * whole - 1);
    assert_eq!(gateway.count(Step::PatchBlob), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_whose_pieces_overwrite_each_other_is_named_with_what_to_do() {
    let server = Server::open();
    let (_folder, image) = large();
    let passed = Arc::new(AtomicUsize::new(0));
    // It answers as if it had taken the later pieces, and has the first one alone.
    let is_later = Arc::new(move |_: &str, _| passed.fetch_add(1, Ordering::Relaxed) > 0);
    let gateway = Gateway::before(
        &server.host,
        vec![
            (Step::PutBlob, 99, too_large("416 Requested Range Not Satisfiable", GHCR)),
            (Step::PatchBlob, 99, Fault::Refused(is_later, "202 Accepted", "")),
        ],
    );
    let error = send(&format!("{}/app:1", gateway.host), &image).await.unwrap_err();
    assert!(matches!(error, RegistryError::Pieces { .. }), "{error}");
    let error = error.to_string();
    assert!(error.contains("takes no request as large as the blob sha256:"), "{error}");
    assert!(error.contains("it has made something else: 400 DIGEST_INVALID"), "{error}");
    assert!(error.contains("; raise the size of requests that it takes"), "{error}");
    assert_eq!(gateway.count(Step::PatchBlob), 3, "what fails so once fails so again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_for_large_pieces_is_none_for_pieces() {
    let server = Server::open();
    let wish = Fault::with("OCI-Chunk-Min-Length: 5242880");
    let gateway = in_pieces(&server, "app", vec![(Step::PostUpload, 99, wish)]).await;
    assert_eq!(gateway.count(Step::PatchBlob), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_for_pieces_that_fit_into_no_memory_is_refused() {
    let server = Server::open();
    let (_folder, image) = large();
    let wish = (Step::PostUpload, 99, Fault::with("OCI-Chunk-Min-Length: 18446744073709551615"));
    let gateway = Gateway::before(&server.host, refusing([wish]));
    let error = send(&format!("{}/app:1", gateway.host), &image).await.unwrap_err().to_string();
    assert!(error.contains("it takes no piece of less than 18446744073709551615 bytes"), "{error}");
    assert_eq!(gateway.count(Step::PatchBlob), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_keeps_none_of_a_piece_is_an_error() {
    let server = Server::open();
    let (_folder, image) = large();
    let rules = refusing([(Step::PatchBlob, 99, Fault::Answer("202 Accepted\r\nRange: 0-0", ""))]);
    let gateway = Gateway::before(&server.host, rules);
    let error = send(&format!("{}/app:1", gateway.host), &image).await.unwrap_err().to_string();
    assert!(error.contains("it was sent 4194304 bytes and says that it has 0"), "{error}");
    assert_eq!(gateway.count(Step::PatchBlob), 5, "as often as anything is tried");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_has_more_than_it_was_sent_is_an_error() {
    let server = Server::open();
    let (_folder, image) = large();
    let more = Fault::Rewritten(Arc::new(|head: String| {
        let line = head.lines().find(|line| line.starts_with("Range: ")).unwrap().to_owned();
        head.replacen(&line, "Range: 0-99999999", 1)
    }));
    let gateway = Gateway::before(&server.host, refusing([(Step::PatchBlob, 99, more)]));
    let error = send(&format!("{}/app:1", gateway.host), &image).await.unwrap_err().to_string();
    assert!(error.contains("it was sent 4194304 bytes and says that it has 100000000"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_for_an_upload_is_shown_without_its_signature() {
    let server = Server::open();
    // The longest that an URL may be; with a digest it is none.
    let long = Fault::elsewhere(|place| format!("{:s<65500}", format!("{place}&sig=")));
    let gateway = Gateway::before(&server.host, vec![(Step::PostUpload, 99, long)]);
    let error = push(&format!("{}/app:1", gateway.host)).await.unwrap_err().to_string();
    assert!(error.contains("it sent an upload on to `http://127.0.0.1:"), "{error}");
    assert!(error.contains("`, which is no URL") && !error.contains("sig="), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_finds_referrers_itself_is_given_no_tag_for_them() {
    let server = Server::open();
    push_despite(&server, "app", vec![]).await;
    let with =
        Fault::with("OCI-Subject: sha256:0000000000000000000000000000000000000000000000000000000000000000");
    let gateway = Gateway::before(&server.host, vec![(Step::PutManifest, 99, with)]);
    let registry = Registry::connect(&format!("{}/app", gateway.host).parse().unwrap()).await.unwrap();
    registry.attach(&image(), "application/x-list", b"{}", &Cache::Off).await.unwrap();
    assert_eq!(gateway.count(Step::PutManifest), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_takes_no_artifacts_says_so() {
    const SAID: &str = r#"{"errors":[{"code":"MANIFEST_INVALID","message":"artifactType is unknown"}]}"#;
    let server = Server::open();
    let gateway =
        Gateway::before(&server.host, vec![(Step::PutManifest, 99, Fault::Answer("400 Bad Request", SAID))]);
    let registry = Registry::connect(&format!("{}/app", gateway.host).parse().unwrap()).await.unwrap();
    let error = registry.attach(&image(), "application/x-list", b"{}", &Cache::Off).await.unwrap_err();
    assert!(matches!(error, RegistryError::Refused { status: 400, .. }), "{error}");
}

/// A date of HTTP so many seconds from now, by `date`.
fn date(seconds: u64) -> String {
    let then = SystemTime::now() + Duration::from_secs(seconds);
    let then = then.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let output = std::process::Command::new("date")
        .args(["-u", "-d", &format!("@{then}"), "+%a, %d %b %Y %H:%M:%S GMT"])
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_is_not_asked_before_the_date_that_it_names() {
    let server = Server::open();
    // A date has whole seconds: it is between two and three of them away.
    let busy = format!("429 Too Many Requests\r\nRetry-After: {}", date(3));
    let fault = Fault::Answer(Box::leak(busy.into_boxed_str()), "");
    let begun = Instant::now();
    push_despite(&server, "app", vec![(Step::HeadBlob, 1, fault)]).await;
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
}
