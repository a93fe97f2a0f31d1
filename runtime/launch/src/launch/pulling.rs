//! Which image a node is pulling. A pod's status says no more than that its containers are being made; its events say more, and
//! are asked for once that takes long.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::cluster::objects::{Event, List, Object as _, Pod};
use crate::cluster::{Ask, Cluster, Fault};

/// How long containers may take to be made before the events are asked for, and how often from then on.
const PATIENCE: Duration = Duration::from_secs(3);

/// What is known of the pulls of one pod.
#[derive(Default)]
pub(super) struct Pulls {
    /// The pod's uid, and when it was looked at last.
    looked: Option<(String, Instant)>,
    /// The image that was told last.
    told: Option<String>,
    /// The question that was asked last, until its answer is taken: whoever follows the run has more to look at.
    asking: JoinSet<Result<Vec<Event>, Fault>>,
    /// Whether events may not be read.
    denied: bool,
}

impl Pulls {
    /// The image that is being pulled, if it is another one than the last time. It comes of a question that an earlier look has asked.
    pub(super) fn look(&mut self, cluster: &Cluster, pod: &Pod, now: Instant) -> Option<String> {
        if self.denied || !is_made(pod) {
            return None;
        }
        let is_time = self.is_time(pod, now);
        let answer = self.asking.try_join_next().and_then(Result::ok);
        // Who may not read events is told less.
        self.denied = matches!(&answer, Some(Err(fault)) if fault.is_denial());
        if is_time && !self.denied && self.asking.is_empty() {
            self.asking.spawn(events(cluster.clone(), pod.uid().to_owned()));
        }
        let events = answer?.ok()?;
        let image = pulled(&events)?.to_owned();
        (self.told.as_ref() != Some(&image)).then(|| self.told.insert(image).clone())
    }

    fn is_time(&mut self, pod: &Pod, now: Instant) -> bool {
        let is_known = self.looked.as_ref().is_some_and(|(uid, _)| uid == pod.uid());
        let is_time =
            is_known && self.looked.as_ref().is_some_and(|(_, last)| now.duration_since(*last) >= PATIENCE);
        if !is_known {
            // What was asked about another pod is of no interest any more.
            self.asking = JoinSet::new();
        }
        if !is_known || is_time {
            self.looked = Some((pod.uid().to_owned(), now));
        }
        is_time
    }
}

/// The events about a pod.
async fn events(cluster: Cluster, pod: String) -> Result<Vec<Event>, Fault> {
    let path = format!("{}?fieldSelector=involvedObject.uid%3D{pod}", cluster.events());
    let list = cluster.ask(Ask::Get, &path).await?;
    cluster.read::<List<Event>>(list).map(|list| list.items).map_err(Fault::Silence)
}

/// Whether containers of it are being made: it has a node, and one of them waits for nothing that is amiss.
fn is_made(pod: &Pod) -> bool {
    let waits = |reason: &str| matches!(reason, "ContainerCreating" | "PodInitializing");
    pod.containers().any(|status| status.state.waiting.as_ref().is_some_and(|waiting| waits(&waiting.reason)))
}

/// The image of the last event about images, where that says that it is being pulled.
fn pulled(events: &[Event]) -> Option<&str> {
    let about = |event: &&Event| matches!(event.reason.as_str(), "Pulling" | "Pulled" | "Failed" | "BackOff");
    let last = events.iter().filter(about).max_by_key(|event| event.given())?;
    if last.reason == "Pulling" { last.message.split('"').nth(1) } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::cluster::objects::read;
    use crate::cluster::scripted::{Answer, End, scripted, status};

    fn event(reason: &str, message: &str, second: u8) -> Value {
        json!({"reason": reason, "message": message, "lastTimestamp": format!("2026-01-01T00:00:0{second}Z")})
    }

    fn events(all: &[Value]) -> Vec<Event> {
        all.iter().cloned().map(|event| read(event).unwrap()).collect()
    }

    #[test]
    fn an_image_is_pulled_until_an_event_says_otherwise() {
        let first = event("Pulling", "Pulling image \"r.io/a:1\"", 1);
        let there = event("Pulled", "Successfully pulled image \"r.io/a:1\" in 1s", 2);
        let second = event("Pulling", "Pulling image \"r.io/b:1\"", 2);
        assert_eq!(pulled(&events(&[event("Scheduled", "", 1), first.clone()])), Some("r.io/a:1"));
        assert_eq!(pulled(&events(&[first.clone(), there.clone()])), None);
        assert_eq!(pulled(&events(&[first, there, second])), Some("r.io/b:1"));
        assert_eq!(pulled(&[]), None);
    }

    #[test]
    fn events_are_asked_for_once_it_takes_long() {
        let pod = |uid: &str| read::<Pod>(json!({"metadata": {"uid": uid}})).unwrap();
        let (mut pulls, begun) = (Pulls::default(), Instant::now());
        let mut at = |uid, seconds| pulls.is_time(&pod(uid), begun + Duration::from_secs(seconds));
        assert_eq!(
            [at("a", 0), at("a", 2), at("a", 3), at("a", 4), at("a", 6)],
            [false, false, true, false, true]
        );
        assert!(!at("b", 9), "another pod has only begun");
    }

    /// What each look gives, three seconds one after another, and how often the events were asked for.
    async fn looks(answers: Vec<Answer>, number: u64) -> (Vec<Option<String>>, usize) {
        let (cluster, asked) = scripted(answers);
        let state = json!({"waiting": {"reason": "ContainerCreating"}});
        let pod = json!({"metadata": {"uid": "u"}, "status": {"containerStatuses": [{"state": state}]}});
        let (pod, mut pulls, begun) = (read::<Pod>(pod).unwrap(), Pulls::default(), Instant::now());
        let mut given = Vec::new();
        for look in 0..number {
            given.push(pulls.look(&cluster, &pod, begun + u32::try_from(look).unwrap() * PATIENCE));
            // What was asked is answered meanwhile, unless it never is.
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let asked = asked.lock().unwrap().len();
        (given, asked)
    }

    #[tokio::test(start_paused = true)]
    async fn the_answer_about_an_image_is_taken_by_a_later_look_and_told_once() {
        let pulling = || {
            let items = json!([event("Pulling", "Pulling image \"r.io/a:1\"", 1)]);
            Answer::Object(200, json!({"items": items}))
        };
        let (given, asked) = looks(vec![pulling(), pulling()], 4).await;
        assert_eq!(given, [None, None, Some("r.io/a:1".to_owned()), None]);
        assert_eq!(asked, 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_does_not_answer_about_events_holds_nobody_up() {
        let (given, asked) = looks(vec![Answer::Stream(Vec::new(), End::Never)], 9).await;
        assert_eq!((given.iter().flatten().count(), asked), (0, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn who_may_not_read_events_is_not_asked_for_them_again() {
        let denied = || Answer::Object(403, status(403, "events is forbidden"));
        let (given, asked) = looks(vec![denied(), denied(), denied()], 9).await;
        assert_eq!((given.iter().flatten().count(), asked), (0, 1));
    }

    #[test]
    fn only_a_pod_whose_containers_are_being_made_is_asked_about() {
        let pod =
            |state: Value| read::<Pod>(json!({"status": {"containerStatuses": [{"state": state}]}})).unwrap();
        assert!(is_made(&pod(json!({"waiting": {"reason": "ContainerCreating"}}))));
        assert!(!is_made(&pod(json!({"waiting": {"reason": "ErrImagePull"}}))));
        assert!(!is_made(&pod(json!({"running": {}}))));
    }
}
