//! Logs that the node rotates: after 10 MiB, which it looks at every 10 seconds. It gives the newest file only.

use std::time::Duration;

use crate::place::Place;
use crate::running::Running;
use crate::way::Way;

const LINES: usize = 12_000;
const SECONDS: usize = 18;

/// Runs the task that logs so much.
fn log_much(way: &Way, place: &Place) -> Running {
    let (lines, seconds) = (LINES.to_string(), SECONDS.to_string());
    way.run(place, &["run", "log_much", "--lines", &lines, "--seconds", &seconds])
}

/// Waits until the log no longer begins with its first line.
#[track_caller]
fn until_rotated(place: &Place) {
    let pod = place.list("pods")[0]["metadata"]["name"].as_str().unwrap().to_owned();
    place.until("the rotation", || {
        let begins = place.try_kubectl(&["logs", &pod, "--limit-bytes=8"]);
        begins.is_ok_and(|begins| !begins.is_empty() && begins != "second 0")
    });
}

#[test]
fn a_log_that_is_rotated_while_it_is_followed_is_whole() {
    let place = Place::new("rotated");
    let way = Way::to_the_server(&place);
    let mut running = log_much(&way, &place);
    running.until("second 3");
    until_rotated(&place);
    way.proxy.cut();
    let said = running.end();
    assert_eq!(said.result(), "null");
    let much =
        said.err.lines().filter(|line| line.starts_with("much ")).map(|line| line.split(' ').nth(1).unwrap());
    assert!(much.eq((0..LINES).map(|number| number.to_string())), "lines of the burst are lost or doubled");
    let seconds: Vec<_> = said.err.lines().filter(|line| line.starts_with("second ")).collect();
    assert_eq!(seconds.len(), SECONDS, "{seconds:?}");
    assert!(!said.err.contains("are missing here"), "nothing is: {seconds:?}");
}

#[test]
fn lines_that_are_rotated_away_while_the_api_server_is_away_are_said_to_be_missing() {
    let place = Place::new("rotated-away");
    let way = Way::to_the_server(&place);
    let mut running = log_much(&way, &place);
    running.until("second 1");
    way.proxy.refuse();
    std::thread::sleep(Duration::from_secs(3));
    until_rotated(&place);
    way.proxy.serve();
    let said = running.end();
    assert_eq!(said.result(), "null");
    let said: Vec<_> = said.err.lines().filter(|line| !line.starts_with("much ")).collect();
    let gap = said.iter().position(|line| line.starts_with("lines of the log of `primary` are missing here"));
    assert!(said[gap.expect("a gap")..].iter().any(|line| line.starts_with("second ")), "{said:#?}");
}
