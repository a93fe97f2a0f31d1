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
use crate::cluster::scripted::{Answer, End, scripted};

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
        if let Event::Log { line, .. } = event {
            self.0.lock().unwrap().push(line.to_owned());
        }
    }
}

fn pod(state: Value) -> Vec<Arc<Pod>> {
    let status = json!({"containerStatuses": [{"name": "primary", "state": state}]});
    vec![Arc::new(read(json!({"metadata": {"name": "p"}, "status": status})).unwrap())]
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
