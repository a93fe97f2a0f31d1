//! What rust-analyzer gives in a template: hover, completion and definitions at every depth, whatever is wrong elsewhere or half
//! typed; and nothing said of what is right, or twice of what is wrong. Over this workspace, so that its macros are built.
#![expect(clippy::unwrap_used, reason = "a test fails where its set-up does")]
#![expect(clippy::print_stdout, reason = "what is skipped is said, and counted")]

mod every_field;
mod server;

use std::fs;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use server::Server;

/// The file whose text the tests choose.
const FILE: &str = "src/bin/basic.rs";

/// Where the cursor is.
const CURSOR: &str = "$0";

/// What is wrong elsewhere in the template or half typed in it, as fields of its second container and of its pod.
const ELSEWHERE: [(&str, &str); 5] = [
    ("", ""),
    ("", "hostname: 3 + , dns_polcy: \"Default\","),
    ("sec", ""),
    ("security_context:", "host_network: yes"),
    ("volume_mounts: [{ name: \"data\", mou }]", "volumes: [{ na"),
];

/// One for all tests: it reads the workspace for seconds.
static SERVER: LazyLock<Mutex<Server>> = LazyLock::new(|| Mutex::new(Server::start()));

/// The server, unless there is none here: then this test is skipped.
fn server(test: &str) -> Option<MutexGuard<'static, Server>> {
    if let Some(reason) = server::missing() {
        println!("skipped: {test}: {reason}");
        return None;
    }
    Some(SERVER.lock().unwrap_or_else(PoisonError::into_inner))
}

/// A program whose template has these fields in its second container, and these in its pod.
fn program(container: &str, pod: &str) -> String {
    let (container, pod) = (closed(container), closed(pod));
    format!(
        r#"use podwright::prelude::*;

static POD: PodTemplate = pod_template! {{
    labels: {{ "team": "ml-platform" }},
    pod_spec: {{
        containers: [
            {{ name: "primary", volume_mounts: [{{ name: "data", mount_path: "/data" }}] }},
            {{
                name: "metrics",
                image: "prom/pushgateway:v1.5.1",
                ports: [{{ name: "push", container_port: 9091 }}],
                env: [{{ name: "POD", value_from: {{ field_ref: {{ field_path: "metadata.name" }} }} }}],
                {container}
            }},
        ],
        volumes: [{{ name: "data", empty_dir: {{ size_limit: "1Gi" }} }}],
        {pod}
    }},
}};

static ENV: TaskEnvironment = TaskEnvironment::new("example").pod_template(&POD);

/// Where the data are.
#[task(env = ENV, retries = 2)]
async fn place(#[arg(default = 3)] depth: u32) -> Result<String> {{
    Ok(format!("{{}} {{}} {{depth}}", mount!(POD, "data").path().display(), port!(POD, "push").number()))
}}

fn main() -> ExitCode {{
    podwright::main()
}}
"#
    )
}

/// Fields with the brackets that an editor puts behind the cursor, so that what follows is read.
fn closed(fields: &str) -> String {
    let mut open = Vec::new();
    for bracket in fields.chars() {
        match bracket {
            '[' => open.push(']'),
            '{' => open.push('}'),
            ']' | '}' => _ = open.pop(),
            _ => {}
        }
    }
    fields.chars().chain(open.into_iter().rev()).collect()
}

/// Opens a program in which the cursor is marked; the cursor's line and column.
fn open(server: &mut Server, program: &str) -> (usize, usize) {
    let (before, after) = program.split_once(CURSOR).expect("the cursor is somewhere");
    server.open(FILE, &format!("{before}{after}"));
    let line = before.rsplit('\n').next().unwrap();
    (before.matches('\n').count(), line.len())
}

/// A program with the cursor in the first field of this name.
fn in_field(program: &str, field: &str) -> String {
    program.replacen(&format!("{field}:"), &format!("{}{CURSOR}{}:", &field[..2], &field[2..]), 1)
}

#[test]
fn hover_shows_what_kubernetes_says_of_a_field_at_every_depth() {
    let Some(mut server) = server("hover") else { return };
    for (container, pod) in ELSEWHERE {
        for (field, doc) in [
            ("pod_spec", "The pod: its containers, volumes"),
            ("containers", "List of containers belonging to the pod."),
            ("image", "Container image name."),
            ("container_port", "Number of port to expose on the pod's IP address."),
            ("field_path", "Path of the field to select in the specified API version."),
            ("size_limit", "total amount of local storage required for this EmptyDir volume"),
        ] {
            let at = open(&mut server, &in_field(&program(container, pod), field));
            let shown = server.hover(at);
            assert!(shown.contains(doc), "{field} beside {container:?} and {pod:?}: {shown:?}");
        }
    }
}

#[test]
fn a_field_is_defined_in_k8s_openapi() {
    let Some(mut server) = server("definition") else { return };
    for (container, pod) in ELSEWHERE {
        for (field, module) in [
            ("containers", "pod_spec"),
            ("image", "container"),
            ("field_path", "object_field_selector"),
            ("size_limit", "empty_dir_volume_source"),
        ] {
            let at = open(&mut server, &in_field(&program(container, pod), field));
            let defined = server.definitions(at);
            let [(file, line)] = &defined[..] else {
                panic!("{field} beside {container:?} and {pod:?}: {defined:?}")
            };
            assert!(file.contains("k8s-openapi") && file.ends_with(&format!("/{module}.rs")), "{file}");
            let source = fs::read_to_string(file).unwrap();
            let defined = source.lines().nth(line - 1).unwrap();
            assert!(defined.contains(&format!("pub {field}:")), "{defined}");
        }
    }
}

#[test]
fn the_fields_that_are_left_are_offered() {
    let Some(mut server) = server("completion") else { return };
    for (_, pod) in ELSEWHERE {
        for (container, offered, not_offered) in [
            ("image_p$0", "image_pull_policy", "name"),
            ("$0", "image_pull_policy", "name"),
            ("stdin: true, $0", "tty", "stdin"),
            ("image_p$0: \"Always\"", "image_pull_policy", "name"),
            ("lifecycle: { $0 }", "pre_stop", "image_pull_policy"),
            ("lifecycle: { pre_stop: { sleep: { sec$0", "seconds", "post_start"),
            ("env_from: [{ prefix: \"A\", $0 }]", "config_map_ref", "prefix"),
            ("tty: 3 + , env_from: [{ prefix: \"A\", sec$0", "secret_ref", "prefix"),
        ] {
            let at = open(&mut server, &program(container, pod));
            let labels = server.completions(at);
            let has = |field: &str| labels.iter().any(|label| label == field);
            assert!(has(offered) && !has(not_offered), "{container:?} beside {pod:?}: {labels:?}");
        }
        let cursor = program("", pod).replacen("name: \"data\", mount", "name: \"data\", sub_p$0, mount", 1);
        let at = open(&mut server, &cursor);
        assert!(server.completions(at).contains(&"sub_path_expr".to_owned()), "beside {pod:?}");
    }
}

#[test]
fn nothing_is_said_of_what_is_right() {
    let Some(mut server) = server("what is right") else { return };
    server.open(FILE, &program("", ""));
    assert_eq!(server.diagnostics(), [""; 0]);
    let programs = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/bin")).unwrap();
    for file in programs.map(|entry| entry.unwrap().path()) {
        let text = fs::read_to_string(&file).unwrap();
        server.open(&format!("src/bin/{}", file.file_name().unwrap().display()), &text);
        assert_eq!(server.diagnostics(), [""; 0], "{}", file.display());
    }
}

#[test]
fn one_mistake_is_said_once() {
    let Some(mut server) = server("one mistake") else { return };
    for (container, pod, said) in [
        ("imag_pull_policy: \"Always\"", "", "no such field"),
        ("imag", "", "no such field"),
        ("tty", "", "`tty` has no value"),
        ("imagePullPolicy: \"Always\"", "", "`image_pull_policy`"),
        ("", "hostname: \"A_b\"", "A_b"),
        ("", "host_network: 3", "expected `true` or `false`"),
        ("tty:\nstdin: true", "", "`tty` has no value"),
        ("name: \"again\"", "", "`name`"),
    ] {
        server.open(FILE, &program(container, pod));
        let all = server.diagnostics();
        assert!(all.len() == 1 && all[0].contains(said), "{container:?}, {pod:?}: {all:?}");
    }
}

#[test]
fn every_field_of_the_checks_is_one_of_k8s_openapi() {
    let Some(mut server) = server("every field") else { return };
    let (template, fields) = every_field::template();
    let program = program("", "").replace(
        "static ENV",
        &format!("static ALL: PodTemplate = pod_template! {{ {template} }};\n\nstatic ENV"),
    );
    server.open(FILE, &program);
    let unknown: Vec<String> =
        server.diagnostics().into_iter().filter(|said| said.contains("no such field")).collect();
    assert_eq!(unknown, [""; 0], "{template}");
    assert!(fields > 500, "there are {fields}");
}
