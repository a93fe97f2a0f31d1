//! An API server that goes away in the middle of a run, as a network between it and the program shows it.

use std::thread::sleep;
use std::time::Duration;

use crate::place::{Place, Said};
use crate::way::{PlainHttp, Way};

/// Asserts that `count_up` was logged from its first line to its last, each once, and gave its number.
#[track_caller]
pub(crate) fn counted(said: &Said, to: usize) {
    assert_eq!(said.result(), to.to_string());
    let lines: Vec<_> = said.err.lines().filter(|line| line.starts_with("count ")).collect();
    let wanted: Vec<_> = (0..to).map(|number| format!("count {number}")).collect();
    assert_eq!(lines, wanted, "{said:#?}");
}

#[test]
fn connections_that_are_cut_again_and_again_lose_and_double_no_line() {
    let place = Place::new("cut");
    let way = Way::to_the_server(&place);
    let mut running = way.run(&place, &["run", "count_up", "--to", "400", "--pause-ms", "20"]);
    for seen in [20, 60, 100, 140, 180, 220, 260, 300] {
        running.until(&format!("count {seen}"));
        way.proxy.cut();
    }
    let said = running.end();
    counted(&said, 400);
    assert!(!said.err.contains("is away"), "a cut is no outage: {said:#?}");
}

#[test]
fn a_run_is_followed_on_when_the_api_server_is_back() {
    let place = Place::new("away");
    let way = Way::to_the_server(&place);
    let mut running = way.run(&place, &["run", "count_up", "--to", "100", "--pause-ms", "100"]);
    running.until("count 20");
    way.proxy.refuse();
    running.until("the API server is away");
    sleep(Duration::from_secs(4));
    way.proxy.serve();
    running.until("the API server answers again");
    let said = running.end();
    counted(&said, 100);
    for words in ["the API server is away", "the API server answers again"] {
        assert_eq!(said.err.matches(words).count(), 1, "{said:#?}");
    }
}

#[test]
fn a_task_that_ended_while_the_api_server_was_away_gives_its_value() {
    let place = Place::new("ended-away");
    let way = Way::to_the_server(&place);
    let mut running = way.run(&place, &["run", "count_up", "--to", "30", "--pause-ms", "100"]);
    running.until("count 10");
    way.proxy.refuse();
    place.until("the task's end", || {
        let pods = place.list("pods");
        pods[0]["status"]["containerStatuses"][0]["state"]["terminated"].is_object()
    });
    way.proxy.serve();
    counted(&running.end(), 30);
}

#[test]
fn an_api_server_that_does_not_come_back_is_given_up_with_the_way_back_to_the_run() {
    let place = Place::new("gone");
    let way = Way::to_the_server(&place);
    let words =
        ["run", "count_up", "--to", "60", "--pause-ms", "100", "--name", "left", "--outage-timeout", "3s"];
    let mut running = way.run(&place, &words);
    running.until("count 5");
    way.proxy.refuse();
    let said = running.end();
    said.fails(
        3,
        &[
            "the API server has been away for 3s",
            "the run `left` goes on",
            "failures wait left",
            "failures abort left",
        ],
    );
    counted(&place.run("failures", &["wait", "left"]), 60);
}

#[test]
fn a_place_in_a_watch_that_the_api_server_forgot_is_found_again() {
    let place = Place::new("expired");
    let kubectl = PlainHttp::start();
    let way = Way::in_plain_http(&place, &kubectl);
    let mut running = way.run(&place, &["run", "count_up", "--to", "60", "--pause-ms", "100"]);
    running.until("count 10");
    way.proxy.forget_watches();
    place.until("a watch that was told so", || way.proxy.was_faulty());
    let said = running.end();
    counted(&said, 60);
    assert!(!said.err.contains("is away"), "{said:#?}");
}
