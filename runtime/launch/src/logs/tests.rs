use std::convert::Infallible;
use std::sync::Mutex;

use futures::StreamExt;
use futures::stream::{iter, pending};
use http::{Request, Response};
use http_body_util::StreamBody;
use hyper::body::{Bytes, Frame};
use kube::Client;
use kube::client::Body;
use serde_json::{Value, json};

use super::*;
use crate::cluster::objects::read;
use crate::cluster::scripted::{Answer, End, list, scripted};

/// A kubelet that keeps the stream of a container open after its end, as the real one does for up to a second.
fn kubelet(log: &'static [&'static str], of_which_followed: usize) -> Cluster {
    let answer = move |request: Request<Body>| {
        let follows = request.uri().query().is_some_and(|query| query.contains("follow=true"));
        let now = if follows { &log[..of_which_followed] } else { log };
        let lines =
            now.iter().map(|line| Ok::<_, Infallible>(Frame::data(Bytes::from_static(line.as_bytes()))));
        let rest = if follows { pending().boxed() } else { iter([]).boxed() };
        async move { Ok::<_, Infallible>(Response::new(StreamBody::new(iter(lines).chain(rest)))) }
    };
    Cluster::scripted(Client::new(tower::service_fn(answer), "ns"))
}

#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl Observer for Heard {
    fn event(&self, _: &str, event: Event<'_>) {
        match event {
            Event::Log { line, .. } => self.0.lock().unwrap().push(line.to_owned()),
            Event::LogGone { pod, .. } => self.0.lock().unwrap().push(format!("{pod} is gone")),
            _ => {}
        }
    }
}

fn pod(state: Value) -> Vec<Arc<Pod>> {
    let status = json!({"containerStatuses": [{"name": "primary", "state": state}]});
    vec![Arc::new(read(json!({"metadata": {"name": "p", "uid": "u"}, "status": status})).unwrap())]
}

/// As long as only what waits for a stream that stays open takes.
const FOR_EVER: Duration = Duration::from_secs(60);

/// The lines that are heard of a container that runs, and then has ended; and whether there was an end to them.
async fn heard(cluster: &Cluster) -> (Vec<String>, bool) {
    let heard = Arc::new(Heard::default());
    let observer: Arc<dyn Observer> = heard.clone();
    let mut tail = Tail::new(cluster, &observer, "a", Logs::Primary);
    tail.pods(&pod(json!({"running": {}})), "primary");
    sleep(2 * QUIET).await;
    tail.pods(&pod(json!({"terminated": {"exitCode": 0}})), "primary");
    let ended = Instant::now();
    tail.finish(FOR_EVER).await;
    let lines = heard.0.lock().unwrap().clone();
    (lines, ended.elapsed() < FOR_EVER)
}

const LOG: &[&str] =
    &["2026-01-01T00:00:01.1Z a\n", "2026-01-01T00:00:01.2Z b\n", "2026-01-01T00:00:01.3Z c\n"];

#[tokio::test]
async fn the_rest_of_an_ended_containers_log_is_read_at_once_though_its_stream_stays_open() {
    let (lines, done) = heard(&kubelet(LOG, 2)).await;
    assert_eq!(lines, ["a", "b", "c"]);
    assert!(done);
}

#[tokio::test]
async fn a_container_that_logged_nothing_is_not_waited_for() {
    let (lines, done) = heard(&kubelet(&[], 0)).await;
    assert!(lines.is_empty() && done, "{lines:?}");
}

#[tokio::test(start_paused = true)]
async fn while_the_server_is_away_a_log_is_asked_for_less_and_less_often_and_read_at_once_when_its_container_ends()
 {
    const AWAY: Duration = Duration::from_secs(60);
    let mut answers: Vec<_> = (0..16).map(|_| Answer::Refused).collect();
    answers.push(Answer::Stream(LOG.iter().map(ToString::to_string).collect(), End::AsItShould));
    let (cluster, asked) = scripted(answers);
    let heard = Arc::new(Heard::default());
    let observer: Arc<dyn Observer> = heard.clone();
    let mut tail = Tail::new(&cluster, &observer, "a", Logs::Primary);
    tail.pods(&pod(json!({"running": {}})), "primary");
    sleep(AWAY).await;
    assert_eq!(asked.lock().unwrap().len(), 16);
    tail.pods(&pod(json!({"terminated": {"exitCode": 0}})), "primary");
    let ended = Instant::now();
    assert!(tail.finish(FOR_EVER).await);
    assert_eq!(*heard.0.lock().unwrap(), ["a", "b", "c"]);
    assert!(ended.elapsed() < WAITS.0);
}

/// What is heard in a minute of a container that runs until its pod is gone, and what is asked for.
async fn of_one_that_goes(answers: Vec<Answer>) -> (Vec<String>, usize) {
    let (cluster, asked) = scripted(answers);
    let heard = Arc::new(Heard::default());
    let observer: Arc<dyn Observer> = heard.clone();
    let mut tail = Tail::new(&cluster, &observer, "a", Logs::Primary);
    tail.pods(&pod(json!({"running": {}})), "primary");
    sleep(FOR_EVER).await;
    assert!(tail.finish(FOR_EVER).await);
    let lines = heard.0.lock().unwrap().clone();
    let asked = asked.lock().unwrap().len();
    (lines, asked)
}

fn gone() -> Answer {
    Answer::Object(404, json!({"kind": "Status", "reason": "NotFound", "code": 404}))
}

fn log(lines: &[&str], end: End) -> Answer {
    Answer::Stream(lines.iter().map(ToString::to_string).collect(), end)
}

#[tokio::test(start_paused = true)]
async fn the_log_of_a_pod_that_is_gone_is_asked_for_no_more_and_that_is_said() {
    let of_another = json!({"metadata": {"name": "p", "uid": "other"}});
    for there in [list(9, &[]), list(9, &[of_another])] {
        let (heard, asked) = of_one_that_goes(vec![log(&LOG[..2], End::Cut), gone(), there]).await;
        assert_eq!((heard, asked), (["a", "b", "p is gone"].map(str::to_owned).to_vec(), 3));
    }
    let (heard, asked) = of_one_that_goes(vec![log(LOG, End::AsItShould), gone(), list(9, &[])]).await;
    assert_eq!((heard, asked), (["a", "b", "c"].map(str::to_owned).to_vec(), 3), "all of it was read");
}

#[tokio::test(start_paused = true)]
async fn a_log_is_asked_for_again_where_the_kubelet_does_not_know_a_pod_yet_that_is_there() {
    let there = list(9, &[json!({"metadata": {"name": "p", "uid": "u"}})]);
    let answers =
        vec![log(&LOG[..1], End::Cut), gone(), there, log(LOG, End::AsItShould), gone(), list(9, &[])];
    let (heard, asked) = of_one_that_goes(answers).await;
    assert_eq!((heard, asked), (["a", "b", "c"].map(str::to_owned).to_vec(), 6));
}

#[tokio::test(start_paused = true)]
async fn a_log_that_does_not_grow_is_asked_for_less_and_less_often() {
    let (cluster, asked) = scripted((0..100).map(|_| log(LOG, End::AsItShould)).collect());
    let observer: Arc<dyn Observer> = Arc::new(Heard::default());
    let mut tail = Tail::new(&cluster, &observer, "a", Logs::Primary);
    tail.pods(&pod(json!({"running": {}})), "primary");
    sleep(FOR_EVER).await;
    assert_eq!(asked.lock().unwrap().len(), 16);
    tail.pods(&[], "primary");
    assert!(tail.finish(FOR_EVER).await, "a pod that is seen no more has ended");
}

#[tokio::test]
async fn a_line_without_an_end_comes_in_pieces() {
    let long = format!("2026-01-01T00:00:01.1Z {}", "x".repeat(2 * PIECE));
    let rest = "yz\n2026-01-01T00:00:01.2Z b\n".to_owned();
    let (cluster, _) = scripted(vec![Answer::Stream(vec![long, rest], End::AsItShould)]);
    let heard = Arc::new(Heard::default());
    let observer: Arc<dyn Observer> = heard.clone();
    let ended = pod(json!({"terminated": {"exitCode": 0}}));
    assert!(so_far(&cluster, &observer, &ended, "primary", Logs::Primary, FOR_EVER).await);
    let heard = heard.0.lock().unwrap();
    assert!(heard.iter().all(|line| line.len() <= PIECE));
    assert_eq!(heard.concat(), format!("{}yzb", "x".repeat(2 * PIECE)));
}
