use std::sync::Mutex;

use super::*;
use crate::cluster::objects::{Object as _, Pod};
use crate::cluster::scripted::{Answer, End, line, list, pod, scripted, status};
use crate::observe::Event;

/// Notes what is told of the server.
#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl Observer for Heard {
    fn event(&self, _: &str, event: Event<'_>) {
        self.0.lock().unwrap().push(match event {
            Event::Disconnected(_) => "away".to_owned(),
            Event::Reconnected => "back".to_owned(),
            other => format!("{other:?}"),
        });
    }
}

/// The changes until the watch is denied, or for an hour; what is told of the server; and why the watch ended.
async fn kept(answers: Vec<Answer>) -> (Vec<String>, Vec<String>, Option<Error>) {
    let (cluster, _) = scripted(answers);
    let heard = Arc::new(Heard::default());
    let changes = Mutex::new(Vec::new());
    let take = |change: Change<Pod>| {
        changes.lock().unwrap().push(match change {
            Change::All(pods) => pods.iter().map(Pod::name).collect::<Vec<_>>().join(" "),
            Change::Put(pod) => format!("+{}", pod.name()),
            Change::Gone(pod) => format!("-{}", pod.name()),
        });
    };
    let watch = Watch::new(&cluster, &cluster.pods(), "");
    let hour = Duration::from_secs(3600);
    let ended = tokio::time::timeout(hour, keep(watch, heard.clone(), "r".to_owned(), take)).await;
    let heard = heard.0.lock().unwrap().clone();
    (changes.into_inner().unwrap(), heard, ended.ok())
}

fn open(lines: Vec<String>) -> Answer {
    Answer::Stream(lines, End::Never)
}

fn denied() -> Answer {
    Answer::Object(403, status(403, "pods is forbidden"))
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_told_once_and_that_it_is_over_before_anything_changes() {
    let cut = Answer::Stream(vec![line("ADDED", pod("b", 8))], End::Cut);
    let (changes, heard, _) = kept(vec![
        list(7, &[pod("a", 3)]),
        cut,
        Answer::Refused,
        Answer::Refused,
        Answer::Refused,
        Answer::Refused,
        Answer::Refused,
        open(vec![]),
    ])
    .await;
    assert_eq!(changes, ["a", "+b"]);
    assert_eq!(heard, ["away", "back"]);
}

#[tokio::test(start_paused = true)]
async fn cuts_and_forgotten_places_are_no_outage() {
    let cut = |pod| Answer::Stream(vec![line("ADDED", pod)], End::Cut);
    let forgotten = Answer::Object(410, status(410, "too old resource version"));
    let again = vec![line("DELETED", pod("c", 12))];
    let (changes, heard, _) = kept(vec![
        list(7, &[pod("a", 3)]),
        cut(pod("b", 8)),
        cut(pod("c", 9)),
        Answer::Refused,
        forgotten,
        list(11, &[pod("c", 9)]),
        open(again),
    ])
    .await;
    assert_eq!(changes, ["a", "+b", "+c", "c", "-c"]);
    assert!(heard.is_empty(), "{heard:?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_denies_the_watch_is_believed_after_a_moment() {
    let (changes, heard, ended) = kept(vec![list(7, &[]), denied(), denied(), denied(), open(vec![])]).await;
    assert_eq!((changes.len(), heard.len(), ended), (1, 0, None));
    let (_, _, ended) = kept(vec![list(7, &[]), denied(), denied(), denied(), denied()]).await;
    assert!(matches!(ended, Some(Error::Refused { .. })), "{ended:?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answered_is_not_waited_for() {
    let (_, heard, ended) = kept(Vec::new()).await;
    assert!(heard.is_empty() && matches!(ended, Some(Error::Unreachable { .. })), "{heard:?} {ended:?}");
}
