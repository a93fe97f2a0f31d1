//! What a user sees who types something wrong, and of local runs; through the built programs, without a cluster.
#![expect(clippy::print_stdout, reason = "`skipped:` and `cases:` lines are counted")]
#![expect(clippy::unwrap_used, reason = "a test fails where its set-up does")]

mod disk;
mod kubeconfig;
mod packaging;
mod settings;

use std::process::{Command, Output, Stdio};

struct Said {
    status: i32,
    out: String,
    err: String,
}

fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("PODWRIGHT_") || name.starts_with("CARGO"))
    {
        command.env_remove(name);
    }
    command.env("KUBECONFIG", "/nowhere/kubeconfig").env("RUST_BACKTRACE", "0").stdin(Stdio::null());
    command
}

fn run(program: &str, words: &[&str]) -> Said {
    said(&command(program).args(words).output().unwrap())
}

fn said(output: &Output) -> Said {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    Said { status: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

const BASIC: &str = env!("CARGO_BIN_EXE_basic");
const FAILURES: &str = env!("CARGO_BIN_EXE_failures");
const FILES: &str = env!("CARGO_BIN_EXE_files");
const NIM: &str = env!("CARGO_BIN_EXE_nim");
const SAME_NAME: &str = env!("CARGO_BIN_EXE_same_name");
const SPECIFIC: &str = env!("CARGO_BIN_EXE_cluster_specific");

#[track_caller]
fn refused(said: &Said, status: i32, words: &[&str]) {
    assert_eq!(said.status, status, "{}\n{}", said.out, said.err);
    for word in words {
        assert!(said.err.contains(word), "`{word}` is not in: {}", said.err);
    }
}

#[test]
fn a_task_runs_in_this_process() {
    let said = run(SPECIFIC, &["run", "add", "--a", "2", "--b", "40", "--local"]);
    assert_eq!((said.status, said.out.as_str(), said.err.as_str()), (0, "42", ""));
}

#[test]
fn a_result_is_printed_as_yaml_where_that_is_asked_for() {
    let words = ["run", "divide", "--numbers", "1", "--numbers", "3", "--by", "2", "--local", "-o"];
    let printed = |format| run(FAILURES, &[&words[..], &[format]].concat()).out;
    assert_eq!(printed("yaml"), "- 0.5\n- 1.5");
    assert_eq!(printed("json"), "[\n  0.5,\n  1.5\n]");
}

#[test]
fn a_local_run_needs_a_directory_for_a_mount_and_says_how_to_give_it() {
    let said = run(BASIC, &["run", "process", "--input", "x", "--local", "--retries", "0"]);
    refused(&said, 2, &["no directory for the volume `settings`", "--mount settings=DIR"]);
    let folder = std::env::temp_dir().join(format!("settings-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("mode"), "local\n").unwrap();
    let mount = format!("settings={}", folder.display());
    let said = run(BASIC, &["run", "process", "--input", "x", "--local", "--mount", &mount]);
    assert_eq!(said.out, "Processed x at INFO in mode local with a key of 0 characters");
    assert!(
        said.err.contains("`API_KEY` is not set: in a pod it is the key `primary` of the Secret `api-keys`"),
        "{}",
        said.err
    );
}

#[test]
fn an_unknown_task_names_the_nearest_and_the_crate_that_may_be_missing() {
    let said = run(FAILURES, &["run", "take_memry"]);
    refused(&said, 2, &["no task `take_memry`; did you mean `take_memory`?", "use my_tasks as _"]);
}

#[test]
fn two_tasks_of_one_name_are_named_with_their_places_before_anything_is_done() {
    for words in [&["run", "process", "--local"][..], &["tasks"], &["--help"]] {
        let said = run(SAME_NAME, words);
        refused(
            &said,
            2,
            &["two tasks are named `process`", "same_name.rs:9", "same_name.rs:18", "#[task(name ="],
        );
        assert_eq!(said.out, "");
    }
}

#[test]
fn a_result_that_is_no_json_says_why() {
    let said = run(FAILURES, &["run", "keys_that_are_no_text", "--local"]);
    refused(&said, 1, &["the result does not serialize: key must be a string", "a map needs string keys"]);
}

#[test]
fn numbers_come_back_as_they_are_and_one_that_json_does_not_have_says_where_it_is() {
    let divide =
        |by| run(FAILURES, &["run", "divide", "--numbers", "1e300", "--numbers=0.1", "--by", by, "--local"]);
    let numbers: Vec<f64> = serde_json::from_str(&divide("3").out).unwrap();
    assert_eq!(numbers, [1e300 / 3.0, 0.1 / 3.0]);
    let infinite = "the result does not serialize: `[0]` is infinite, which JSON does not have";
    refused(&divide("1e-300"), 1, &[infinite, "help: it travels as JSON: make it an `Option`"]);
    refused(&divide("NaN"), 2, &["`--by` takes a value of type `f64`", "NaN"]);
}

#[test]
fn a_parameter_whose_name_is_a_flag_of_podwrights_own_has_another_and_the_help_shows_it() {
    let help = run(FAILURES, &["run", "greet", "--help"]);
    assert!(help.out.contains("--arg-name <String>") && help.out.contains("--name <NAME>"), "{}", help.out);
    let said = run(FAILURES, &["run", "greet", "--arg-name", "you", "--name", "run", "--local"]);
    assert_eq!((said.status, said.out.as_str()), (0, "hello you"));
    refused(&run(FAILURES, &["run", "greet", "--local"]), 2, &["`greet` needs --arg-name <String>"]);
}

#[test]
fn ctrl_c_ends_a_local_run() {
    let mut running = command(FAILURES);
    let running = running.args(["run", "count_up", "--to", "1000", "--pause-ms", "20", "--local"]);
    let mut running = running.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0];
    std::io::Read::read_exact(running.stdout.as_mut().unwrap(), &mut first).unwrap();
    let kill = Command::new("kill").args(["-INT", &running.id().to_string()]).status();
    assert!(kill.unwrap().success());
    refused(&said(&running.wait_with_output().unwrap()), 130, &["error: interrupted"]);
}

#[test]
fn missing_and_malformed_arguments_say_what_is_wanted() {
    refused(&run(SPECIFIC, &["run", "add", "--a", "1", "--local"]), 2, &["`add` needs --b <i64>"]);
    refused(
        &run(SPECIFIC, &["run", "add", "--a", "x", "--b", "1", "--local"]),
        2,
        &["`--a` takes a value of type `i64`: invalid type: string \"x\""],
    );
    refused(
        &run(SPECIFIC, &["run", "add", "--a", "@/no/file", "--b", "1", "--local"]),
        2,
        &["cannot read `/no/file`"],
    );
    refused(&run(SPECIFIC, &["run", "add", "--nope", "1"]), 2, &["--nope"]);
}

#[test]
fn a_registry_is_needed_and_one_that_is_away_is_named() {
    refused(&run(SPECIFIC, &["package"]), 2, &["no registry to push", "PODWRIGHT_REGISTRY"]);
    refused(
        &run(SPECIFIC, &["package", "--registry", "127.0.0.1:9/x"]),
        3,
        &["cannot reach the registry `127.0.0.1:9`"],
    );
}

#[test]
fn a_binary_of_another_system_is_refused_before_anything_is_sent() {
    let file = std::env::temp_dir().join(format!("mach-o-{}", std::process::id()));
    std::fs::write(&file, [0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1].repeat(16)).unwrap();
    let said = run(SPECIFIC, &["package", "--registry", "127.0.0.1:9/x", "--binary", file.to_str().unwrap()]);
    refused(&said, 2, &["cannot run in a pod"]);
}

#[test]
fn a_task_that_ends_the_process_or_panics_fails_the_run() {
    refused(
        &run(FAILURES, &["run", "end_the_process", "--local"]),
        1,
        &["`end_the_process` ended the process instead of returning"],
    );
    let said = run(FAILURES, &["run", "panic", "--local"]);
    refused(
        &said,
        1,
        &["panicked at examples/src/bin/failures.rs:", "error: the task panicked, with the message above"],
    );
    assert_eq!(said.err.matches("attempt to divide by zero").count(), 1, "{}", said.err);
    let said = run(FAILURES, &["run", "fail", "--local"]);
    refused(&said, 1, &["error: cannot load the model", "caused by: No such file or directory"]);
}

#[test]
fn timeouts_and_retries_are_kept_in_a_local_run() {
    let said = run(FAILURES, &["run", "sleep", "--seconds", "60", "--timeout", "300ms", "--local"]);
    refused(&said, 1, &["`sleep` took longer than its timeout of 300ms"]);
    let said = run(FAILURES, &["run", "fail", "--retries", "1", "--local"]);
    refused(&said, 1, &["trying again in 1s (1 of 1)"]);
}

#[test]
fn a_task_calls_another_one_in_this_process() {
    assert_eq!(run(FAILURES, &["run", "call_another", "--local"]).out, "8");
    assert_eq!(run(FAILURES, &["run", "call_and_wait", "--local"]).out, "4");
}

#[test]
fn rendering_needs_no_cluster_and_says_where_values_come_from() {
    let said = run(BASIC, &["render", "process", "--input", "x", "--cpu", "2"]);
    assert_eq!(said.status, 0, "{}", said.err);
    for line in [
        "kind: Job",
        "# environment `basic`",
        "# the command line",
        "# podwright: the Pod Security Standard `restricted`",
    ] {
        assert!(said.out.contains(line), "`{line}` is not in:\n{}", said.out);
    }
}

#[test]
fn a_program_that_is_built_for_several_targets_is_rendered_for_the_nodes_of_each() {
    let targets = ["--target", "x86_64-unknown-linux-musl", "--target", "aarch64-unknown-linux-musl"];
    let words = [&["render", "process", "--input", "x"], &targets[..]].concat();
    let said = run(BASIC, &words);
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(said.out.contains("- amd64") && said.out.contains("- arm64"), "{}", said.out);
    let one = run(BASIC, &words[..6]);
    assert!(one.out.contains("kubernetes.io/arch: amd64"), "{}", one.out);
}

#[test]
fn rendering_takes_the_names_that_running_takes_and_says_where_an_image_is_from() {
    let add = |words: &[&str]| run(SPECIFIC, &[&["render", "add", "--a", "1", "--b", "2"], words].concat());
    refused(&add(&["--name", "A_b"]), 2, &["`--name A_b`: the run's name has a capital letter"]);
    refused(&add(&["--name", &"a".repeat(58)]), 2, &["has 58 characters, and may have 57"]);
    let image = format!("r.example/a@sha256:{}", "0".repeat(64));
    let said = add(&["--image", &image]);
    assert!(said.out.contains(&format!("image: \"{image}\"  # the command line: `--image`")), "{}", said.out);
}

#[test]
fn a_bad_quantity_on_the_command_line_is_refused() {
    refused(
        &run(SPECIFIC, &["run", "add", "--a", "1", "--b", "2", "--memory", "4GB"]),
        2,
        &["`--memory` is a quantity", "`4GB`"],
    );
}

#[test]
fn the_program_completes_itself() {
    let said = run(BASIC, &["completions", "bash"]);
    assert!(said.out.contains("COMPLETE"), "{}", said.out);
    let output = command(BASIC)
        .env("COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", "2")
        .env("_CLAP_IFS", "\n")
        .args(["--", "basic", "run", ""])
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("process"), "{output:?}");
}

#[test]
fn render_says_what_keeps_a_pod_from_the_restricted_standard() {
    let said = run(NIM, &["render", "health"]);
    assert_eq!(said.status, 0, "{}", said.err);
    let (_, behind) = said.out.split_once("# not within the Pod Security Standard `restricted`").unwrap();
    assert!(behind.contains("initContainers[0].securityContext.runAsNonRoot: true"), "{behind}");
    let restricted = run(SPECIFIC, &["render", "add", "--a", "1", "--b", "2"]);
    assert!(restricted.status == 0 && !restricted.out.contains("# not within"), "{}", restricted.out);
}
