//! Ctrl-C at each stage of a run: it says what goes on, or that nothing does, and ends at once.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::place::{Place, Said, variable};
use crate::proxy::Proxy;
use crate::running::Running;
use crate::way::{PlainHttp, Way};

/// What a shell gives for a process that SIGINT ended.
const INTERRUPTED: i32 = 130;

/// Interrupts it: it ends at once.
#[track_caller]
fn interrupt(running: Running) -> Said {
    let begun = Instant::now();
    running.interrupt();
    let said = running.end();
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}: {said:#?}", begun.elapsed());
    said
}

#[test]
fn while_the_image_is_pushed_nothing_was_launched() {
    let place = Place::new("int-push");
    let registry = Proxy::to(variable("PODWRIGHT_TEST_REGISTRY").parse().unwrap());
    registry.fall_silent();
    let mut command = place.program("failures");
    command.env("PODWRIGHT_REGISTRY", format!("{}/examples", registry.address));
    let mut running = Running::start(command.args(["run", "sleep", "--seconds", "1"]));
    running.until("packaged");
    interrupt(running).fails(INTERRUPTED, &["interrupted; nothing was launched"]);
    assert!(place.list("jobs").is_empty());
}

#[test]
fn while_the_program_is_packaged_nothing_was_launched() {
    let place = Place::new("int-package");
    let mut command = place.program("failures");
    // Without a memo of what was packaged before, it is compressed anew.
    command.env("XDG_CACHE_HOME", std::env::temp_dir().join(&place.namespace));
    let running = Running::start(command.args(["run", "sleep", "--seconds", "1"]));
    running.until_it_listens();
    interrupt(running).fails(INTERRUPTED, &["interrupted; nothing was launched"]);
    assert!(place.list("jobs").is_empty());
}

#[test]
fn while_the_cluster_is_looked_at_nothing_was_launched() {
    let place = Place::new("int-look");
    let kubectl = PlainHttp::start();
    let way = Way::in_plain_http(&place, &kubectl);
    way.proxy.create_nothing("/jobs?");
    let running = way.run(&place, &["run", "sleep", "--seconds", "1"]);
    place.until("the dry run", || way.proxy.was_faulty());
    interrupt(running).fails(INTERRUPTED, &["interrupted; nothing was launched"]);
    assert!(place.list("jobs").is_empty());
}

#[test]
fn while_a_log_is_asked_for_it_ends_at_once() {
    let place = Place::new("int-log");
    let way = Way::to_the_server(&place);
    way.proxy.fall_silent();
    for command in ["logs", "wait"] {
        let running = way.run(&place, &[command, "some"]);
        running.until_it_listens();
        let said = interrupt(running);
        assert_eq!(said.status, INTERRUPTED, "{said:#?}");
        assert!(said.err.contains("error: interrupted"), "{said:#?}");
    }
}

#[test]
fn while_the_job_is_created_it_is_said_how_to_see_whether_it_was() {
    let place = Place::new("int-create");
    let kubectl = PlainHttp::start();
    let way = Way::in_plain_http(&place, &kubectl);
    way.proxy.create_nothing("/jobs");
    let running = way.run(&place, &["run", "sleep", "--seconds", "1", "--name", "perhaps", "--no-preflight"]);
    place.until("the request", || way.proxy.was_faulty());
    interrupt(running).fails(
        INTERRUPTED,
        &[
            "interrupted while the run `perhaps` was being started",
            "failures get perhaps` says whether it was",
        ],
    );
    place.run("failures", &["get", "perhaps"]).fails(3, &["there is no run `perhaps`"]);
}

#[test]
fn a_run_whose_launcher_was_killed_before_its_input_was_there_says_so_and_is_taken_up_by_the_next() {
    let place = Place::new("int-input");
    let kubectl = PlainHttp::start();
    let way = Way::in_plain_http(&place, &kubectl);
    let file = std::env::temp_dir().join(format!("{}.txt", place.namespace));
    std::fs::write(&file, "x".repeat(200_000)).unwrap();
    let text = format!("@{}", file.display());
    let words = ["run", "length", "--text", &text, "--name", "left", "--no-preflight"];
    way.proxy.create_nothing("/configmaps");
    let running = way.run(&place, &words);
    place.until("the request", || way.proxy.was_faulty());
    running.kill();
    let said = place.run("failures", &["get", "left"]);
    assert!(said.result().contains("stopped"), "{said:#?}");
    assert!(
        said.result().contains("the input is not there yet: the program that started it puts it there"),
        "{said:#?}"
    );
    let mut waiting = Running::start(place.program("failures").args(["wait", "left"]));
    waiting.until("waiting: the input is not there yet");
    assert_eq!(place.run("failures", &words).result(), "200000");
    assert_eq!(waiting.end().result(), "200000");
    std::fs::remove_file(file).unwrap();
}

#[test]
fn while_the_run_waits_it_goes_on_waiting() {
    let place = Place::new("int-wait");
    let words = ["run", "sleep", "--seconds", "1", "--name", "waits", "--memory", "900Gi"];
    let mut running = Running::start(place.program("failures").args(words));
    running.until("waiting: no node takes the pod");
    goes_on(&interrupt(running), "waits");
    assert_eq!(place.run("failures", &["abort", "waits"]).status, 0);
}

#[test]
fn while_logs_flow_the_run_goes_on_and_its_log_is_there_again() {
    let place = Place::new("int-logs");
    let words = ["run", "count_up", "--to", "50", "--pause-ms", "100", "--name", "going"];
    let mut running = Running::start(place.program("failures").args(words));
    running.until("count 5");
    goes_on(&interrupt(running), "going");
    let mut again = Running::start(place.program("failures").args(["wait", "going"]));
    again.until("count 5");
    goes_on(&interrupt(again), "going");
    let said = place.run("failures", &["wait", "going"]);
    assert_eq!(said.result(), "50");
    assert!(said.err.contains("count 0\n") && said.err.ends_with("count 49"), "{said:#?}");
}

#[track_caller]
fn goes_on(said: &Said, run: &str) {
    said.fails(
        INTERRUPTED,
        &[
            &format!("interrupted; the run `{run}` goes on"),
            &format!("failures wait {run}`"),
            &format!("failures abort {run}`"),
        ],
    );
}

#[test]
fn a_second_one_ends_what_holds_the_program_up() {
    let place = Place::new("int-twice");
    let way = Way::to_the_server(&place);
    let plugin = json!({"apiVersion": "client.authentication.k8s.io/v1", "command": "sleep", "args": ["20"], "interactiveMode": "Never"});
    way.log_in_with(&json!({"exec": plugin}));
    let running = way.run(&place, &["run", "sleep", "--seconds", "1"]);
    running.until_it_listens();
    running.interrupt();
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(interrupt(running).status, INTERRUPTED);
}
