use serde_json::json;

use super::*;
use crate::cluster::objects::{Object as _, Pod};
use crate::cluster::scripted::{Answer, Asked, End, line, list, pod, scripted, status};

/// What is told until the script is at its end, and what was asked for.
async fn told(answers: Vec<Answer>) -> (Vec<String>, Asked) {
    let (cluster, asked) = scripted(answers);
    let mut watch = Watch::new(&cluster, &cluster.pods(), "labelSelector=a%3Db");
    let mut told = Vec::new();
    loop {
        match watch.next::<Pod>().await {
            Ok(None) => {}
            Ok(Some(Change::All(pods))) => {
                let names: Vec<_> = pods.iter().map(Pod::name).collect();
                told.push(format!("all: {}", names.join(" ")));
            }
            Ok(Some(Change::Put(pod))) => told.push(format!("put {}", pod.name())),
            Ok(Some(Change::Gone(pod))) => told.push(format!("gone {}", pod.name())),
            Err(fault) => {
                let error = fault.into_error("s", "it").to_string();
                if error.contains("refused") {
                    return (told, asked);
                }
                told.push(error);
            }
        }
    }
}

/// The places that were watched from; a dash for a list.
fn places(asked: &Asked) -> Vec<String> {
    let place = |path: &String| match path.split_once("&resourceVersion=") {
        Some((_, place)) => place.to_owned(),
        None => "-".to_owned(),
    };
    asked.lock().unwrap().iter().map(place).collect()
}

#[tokio::test]
async fn a_list_is_followed_by_each_change_in_order() {
    let changes =
        vec![line("ADDED", pod("b", 8)), line("MODIFIED", pod("a", 9)), line("DELETED", pod("b", 10))];
    let (told, asked) = told(vec![list(7, &[pod("a", 3)]), Answer::Stream(changes, End::AsItShould)]).await;
    assert_eq!(told, ["all: a", "put b", "put a", "gone b"]);
    let pods = "/api/v1/namespaces/ns/pods?labelSelector=a%3Db";
    assert_eq!(
        asked.lock().unwrap()[..2],
        [
            format!("{pods}&limit=500"),
            format!("{pods}&watch=true&allowWatchBookmarks=true&timeoutSeconds=55&resourceVersion=7"),
        ]
    );
    assert_eq!(places(&asked), ["-", "7", "10"]);
}

#[tokio::test]
async fn a_watch_that_is_cut_within_a_change_is_taken_up_after_the_last_whole_one() {
    let cut = line("ADDED", pod("c", 9));
    let (half, rest) = cut.split_at(20);
    // A connection gives what it likes at a time.
    let whole = line("ADDED", pod("b", 8));
    let pieces = vec![whole[..10].to_owned(), format!("{}{half}", &whole[10..])];
    for end in [End::Cut, End::AsItShould] {
        let (told, asked) = told(vec![
            list(7, &[]),
            Answer::Stream(pieces.clone(), end),
            Answer::Stream(vec![format!("{half}{rest}")], end),
        ])
        .await;
        assert_eq!(told, ["all: ", "put b", "put c"]);
        assert_eq!(places(&asked), ["-", "7", "8", "9"]);
    }
}

#[tokio::test]
async fn a_bookmark_moves_the_place_and_tells_nothing() {
    let bookmark = line("BOOKMARK", json!({"kind": "Pod", "metadata": {"resourceVersion": "40"}}));
    let (told, asked) = told(vec![list(7, &[]), Answer::Stream(vec![bookmark], End::AsItShould)]).await;
    assert_eq!(told, ["all: "]);
    assert_eq!(places(&asked), ["-", "7", "40"]);
}

#[tokio::test]
async fn a_place_that_is_forgotten_is_listed_anew_and_tells_what_is_gone() {
    let expired = status(410, "too old resource version: 7 (99)");
    for forgotten in [
        Answer::Object(410, expired.clone()),
        Answer::Stream(vec![line("ERROR", expired.clone())], End::AsItShould),
    ] {
        let (told, asked) = told(vec![
            list(7, &[pod("a", 3), pod("b", 4)]),
            forgotten,
            list(99, &[pod("b", 50)]),
            Answer::Stream(vec![line("ADDED", pod("c", 100))], End::AsItShould),
        ])
        .await;
        assert!(told[1].contains("too old resource version"), "{told:?}");
        assert_eq!((&*told[0], &told[2..]), ("all: a b", &["all: b".to_owned(), "put c".to_owned()][..]));
        assert_eq!(places(&asked), ["-", "7", "-", "99", "100"]);
    }
}

#[tokio::test]
async fn a_server_that_is_away_or_says_no_is_asked_from_the_same_place() {
    for fault in [(503, "the server is starting"), (403, "pods is forbidden"), (401, "Unauthorized")] {
        let (_, asked) = told(vec![list(7, &[]), Answer::Object(fault.0, status(fault.0, fault.1))]).await;
        assert_eq!(places(&asked), ["-", "7", "7"]);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_made_up_for_by_a_list() {
    let (told, asked) = told(vec![
        list(7, &[]),
        Answer::Stream(vec!["<html>\n".to_owned(), line("ADDED", pod("a", 8))], End::Never),
        list(9, &[pod("a", 8)]),
    ])
    .await;
    assert_eq!((&*told[0], &*told[2]), ("all: ", "all: a"), "{told:?}");
    assert_eq!(places(&asked), ["-", "7", "-", "9"]);
}

#[tokio::test]
async fn a_list_in_pages_is_one_list() {
    let page = json!({"metadata": {"resourceVersion": "7", "continue": "to/k+n"}, "items": [pod("a", 3)]});
    let (told, asked) = told(vec![Answer::Object(200, page), list(7, &[pod("b", 4)])]).await;
    assert_eq!(told, ["all: a b"]);
    assert!(asked.lock().unwrap()[1].ends_with("&limit=500&continue=to%2Fk%2Bn"), "{asked:?}");
}

#[tokio::test]
async fn a_watch_that_ends_at_once_without_a_word_is_an_error() {
    let (told, asked) = told(vec![list(7, &[]), Answer::Stream(Vec::new(), End::AsItShould)]).await;
    assert!(told[1].contains("a watch ended at once"), "{told:?}");
    assert_eq!(places(&asked), ["-", "7", "7"]);
}
