//! The program as people and other programs run it: arguments and files in, lines and an exit status out.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// What a run of the program gave.
struct Ran {
    status: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    /// The lines of `--format jsonl`.
    fn lines(&self) -> Result<Vec<Value>> {
        let lines = self.out.lines().map(|line| serde_json::from_str(line).context("a line is JSON"));
        lines.collect()
    }

    /// Of each document its kind, whether it is well, and the rules that found something.
    fn verdicts(&self) -> Result<Vec<String>> {
        let verdict = |line: Value| {
            let rules: Vec<&str> = line["diagnostics"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|one| one["rule"].as_str())
                .collect();
            format!("{} {} {}", line["kind"], line["ok"], rules.join(" ")).trim().to_owned()
        };
        Ok(self.lines()?.into_iter().map(verdict).collect())
    }
}

fn run(arguments: &[&str], input: &str) -> Result<Ran> {
    run_in(Path::new("."), arguments, input)
}

fn run_in(folder: &Path, arguments: &[&str], input: &str) -> Result<Ran> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_podwright-check"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // A program that refuses its arguments reads nothing.
    let _ = child.stdin.take().context("it was piped")?.write_all(input.as_bytes());
    let output = child.wait_with_output()?;
    Ok(Ran {
        status: output.status.code(),
        out: String::from_utf8(output.stdout)?,
        err: String::from_utf8(output.stderr)?,
    })
}

const WELL: &str =
    "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers: [{ name: a, image: a:v1 }]\n";

/// A pod whose container has a field that there is not, in line 4.
const WRONG: &str = "apiVersion: v1\nkind: Pod\nspec:\n  containers: [{ name: a, image: a:v1, foo: 1 }]\n";

fn of(kind: &str, version: &str, spec: &str) -> String {
    format!("apiVersion: {version}\nkind: {kind}\nmetadata: {{ name: a }}\n{spec}")
}

#[test]
fn a_line_of_jsonl_is_a_document() -> Result<()> {
    let ran = run(&["--server-only", "--format", "jsonl", "-"], &format!("{WELL}---\n{WRONG}"))?;
    assert_eq!(
        ran.out,
        "{\"file\":\"-\",\"document\":0,\"kind\":\"Pod\",\"ok\":true,\"diagnostics\":[]}\n\
         {\"file\":\"-\",\"document\":1,\"kind\":\"Pod\",\"ok\":false,\"diagnostics\":[{\"rule\":\"unknown_field\",\
         \"level\":\"error\",\"path\":\"spec.containers[0].foo\",\"line\":10,\"column\":40,\"end_line\":10,\
         \"end_column\":43,\"message\":\"a container has no field `foo`\"}]}\n"
    );
    assert_eq!((ran.status, ran.err.as_str()), (Some(1), ""));
    Ok(())
}

#[test]
fn every_kind_with_a_pod_is_checked_and_the_others_are_passed_over() -> Result<()> {
    let containers = |image: &str| format!("containers: [{{ name: a, image: {image} }}]");
    let template = |image: &str, more: &str| {
        format!("template: {{ metadata: {{ labels: {{ a: b }} }}, spec: {{ {}{more} }} }}", containers(image))
    };
    let workload =
        |image: &str| format!("spec: {{ selector: {{ matchLabels: {{ a: b }} }}, {} }}", template(image, ""));
    let job = |image: &str| format!("spec: {{ {} }}", template(image, ", restartPolicy: Never"));
    let documents = |image: &str| {
        [
            of("Pod", "v1", &format!("spec: {{ {} }}", containers(image))),
            of("PodTemplate", "v1", &template(image, "")),
            of("Job", "batch/v1", &job(image)),
            of(
                "CronJob",
                "batch/v1",
                &format!("spec: {{ schedule: '@daily', jobTemplate: {{ {} }} }}", job(image)),
            ),
            of("Deployment", "apps/v1", &workload(image)),
            of("StatefulSet", "apps/v1", &workload(image)),
            of("DaemonSet", "apps/v1", &workload(image)),
            of("ReplicaSet", "apps/v1", &workload(image)),
        ]
    };
    let kinds =
        ["Pod", "PodTemplate", "Job", "CronJob", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];
    let well = run(&["--format", "jsonl", "--server-only", "-"], &documents("a:v1").join("\n---\n"))?;
    assert_eq!(well.verdicts()?, kinds.map(|kind| format!("\"{kind}\" true")));
    let wrong = run(&["--format", "jsonl", "--server-only", "-"], &documents("true").join("\n---\n"))?;
    assert_eq!(wrong.verdicts()?, kinds.map(|kind| format!("\"{kind}\" false wrong_type")));

    let others = [
        of("ConfigMap", "v1", "data: {}"),
        of("Job", "batch.volcano.sh/v1alpha1", "spec: {}"),
        of("Pod", "v2", ""),
    ];
    let others = run(&["--format", "jsonl", "-"], &others.join("\n---\n"))?;
    let verdicts = others.verdicts()?;
    assert_eq!(verdicts[..2], ["\"ConfigMap\" true passed_over", "\"Job\" true passed_over"]);
    assert!(verdicts[2].starts_with("\"Pod\" false") && verdicts[2].contains("api_version"), "{verdicts:?}");
    Ok(())
}

#[test]
fn a_list_is_one_document_of_many_objects() -> Result<()> {
    let list = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n- apiVersion: v1\n  kind: Pod\n  spec: {}\n";
    let ran = run(&["--format", "jsonl", "--server-only", "-"], list)?;
    assert_eq!(ran.verdicts()?, ["\"List\" false passed_over required"]);
    assert_eq!(ran.lines()?[0]["diagnostics"][1]["path"], "spec.containers");
    Ok(())
}

#[test]
fn json_is_json_and_what_cannot_be_read_has_no_kind() -> Result<()> {
    let json = r#"{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "image": "\u0061:v1"}]}}"#;
    let ran = run(
        &["--format", "jsonl", "--server-only", "-"],
        &format!("{json}\n{json}\n---\n{{\"a\": 1\n---\na: [\n"),
    )?;
    assert_eq!(ran.verdicts()?, ["\"Pod\" true", "\"Pod\" true", "null false syntax", "null false syntax"]);
    Ok(())
}

#[test]
fn the_options_say_what_is_asked_for() -> Result<()> {
    let verdict = |arguments: &[&str], text: &str| -> Result<String> {
        let arguments = [&["--format", "jsonl", "-"], arguments].concat();
        Ok(run(&arguments, text)?.verdicts()?.remove(0))
    };
    let unused = format!("{WELL}  volumes: [{{ name: v }}]\n");
    assert!(verdict(&[], &unused)?.starts_with("\"Pod\" true"));
    assert!(verdict(&[], &unused)?.contains("unused_volume"));
    assert!(!verdict(&["--server-only"], &unused)?.contains("unused_volume"));
    assert!(verdict(&["--deny", "unused_volume"], &unused)?.starts_with("\"Pod\" false"));
    assert!(verdict(&["--deny", "warnings"], &unused)?.starts_with("\"Pod\" false"));
    assert!(!verdict(&["--deny", "warnings"], WELL)?.contains("default_service_account"));
    assert!(verdict(&["--deny", "default_service_account"], WELL)?.contains("default_service_account"));
    assert!(verdict(&["--primary", "main"], WELL)?.contains("primary_container"));
    assert!(verdict(&["--primary", "a"], WELL)?.contains("injected_field"));
    let newer = format!("{WELL}  hostnameOverride: a\n");
    assert_eq!(verdict(&["--server-only", "--kubernetes", "1.33"], &newer)?, "\"Pod\" false version");
    assert_eq!(verdict(&["--server-only", "--kubernetes", "v1.36.1"], &newer)?, "\"Pod\" true");
    Ok(())
}

#[test]
fn a_wrong_command_is_told_apart_from_a_wrong_pod() -> Result<()> {
    for (arguments, said) in [
        (&[][..], "error: no file is given; name files or folders, or `-` for standard input\n"),
        (&["--kubernetes", "1.20", "-"], "error: Kubernetes 1.20 is not known; 1.33 to 1.37 are known\n"),
        (&["--kubernetes", "new", "-"], "error: `new` is no version of Kubernetes; 1.33 to 1.37 are known\n"),
        (
            &["--format", "xml", "-"],
            "error: there is no format `xml`; there are `text`, `jsonl`, `sarif` and `github`\n",
        ),
        (
            &["--deny", "unused_volum", "-"],
            "error: there is no rule `unused_volum`; did you mean `unused_volume`?\n",
        ),
        (&["none.yaml"], "error: cannot read `none.yaml`: No such file or directory (os error 2)\n"),
    ] {
        let ran = run(arguments, "")?;
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.err.starts_with(said), "{arguments:?}: {}", ran.err);
    }
    assert!(run(&["--help"], "")?.out.starts_with("Says what a Kubernetes API server would refuse"));
    Ok(())
}

#[test]
fn a_folder_is_searched_and_one_unreadable_file_hides_no_other() -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::create_dir_all(folder.path().join("pods/more"))?;
    fs::write(folder.path().join("pods/a.yaml"), WELL)?;
    fs::write(folder.path().join("pods/more/b.yml"), WRONG)?;
    fs::write(folder.path().join("pods/c.json"), b"\n{\"\xff\": 1}")?;
    fs::write(folder.path().join("pods/notes.txt"), "a: [")?;
    let ran = run_in(folder.path(), &["--server-only", "--format", "jsonl", "pods", "none.yaml"], "")?;
    let files: Vec<Value> = ran.lines()?.iter().map(|line| line["file"].clone()).collect();
    assert_eq!(files, ["pods/a.yaml", "pods/c.json", "pods/more/b.yml"]);
    assert_eq!(ran.verdicts()?[1], "null false syntax");
    assert_eq!(ran.lines()?[1]["diagnostics"][0]["line"], 2);
    assert_eq!(ran.status, Some(2));
    assert_eq!(ran.err, "error: cannot read `none.yaml`: No such file or directory (os error 2)\n");
    let none = run_in(folder.path(), &["pods/more/none"], "")?;
    assert_eq!(none.status, Some(2));
    Ok(())
}

#[test]
fn people_see_the_lines() -> Result<()> {
    let ran = run(&["--server-only", "-"], WRONG)?;
    assert_eq!(
        ran.out,
        "error[unknown_field]: spec.containers[0].foo: a container has no field `foo`
 --> <stdin>:4:40
  |
4 |   containers: [{ name: a, image: a:v1, foo: 1 }]
  |                                        ^^^

"
    );
    assert_eq!((ran.err.as_str(), ran.status), ("1 document, 1 refused\n", Some(1)));
    Ok(())
}

#[test]
fn annotations_for_github_are_escaped() -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("a,b:c.yaml"), WRONG.replace("foo", "\"50%\""))?;
    let ran = run_in(folder.path(), &["--server-only", "--format", "github", "a,b:c.yaml"], "")?;
    assert_eq!(
        ran.out,
        "::error file=a%2Cb%3Ac.yaml,line=4,endLine=4,col=40,endColumn=45,title=unknown_field::\
         spec.containers[0].50%25: a container has no field `50%25`\n"
    );
    Ok(())
}

#[test]
fn sarif_has_what_its_schema_asks_for() -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(
        folder.path().join("a b.yaml"),
        format!("{WRONG}  volumes: [{{ name: v }}, {{ name: v }}]\n---\nkind: Other\n"),
    )?;
    for arguments in [&["--format", "sarif", "a b.yaml"][..], &["--format", "sarif", "--server-only", "-"]] {
        let ran = run_in(folder.path(), arguments, WELL)?;
        let log: Value = serde_json::from_str(&ran.out)?;
        assert_eq!(log["version"], "2.1.0");
        let runs = log["runs"].as_array().context("there are runs")?;
        assert_eq!(runs.len(), 1);
        let rules = runs[0]["tool"]["driver"]["rules"].as_array().context("the tool has rules")?;
        let ids: Vec<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
        for result in runs[0]["results"].as_array().context("a run has results")? {
            of_sarif(result, &ids)?;
        }
    }
    let ran = run_in(folder.path(), &["--format", "sarif", "a b.yaml"], "")?;
    let log: Value = serde_json::from_str(&ran.out)?;
    let results = log["runs"][0]["results"].as_array().context("a run has results")?;
    let duplicate = results.iter().find(|one| one["ruleId"] == "duplicate_name").context("it is said")?;
    assert_eq!(duplicate["relatedLocations"][0]["physicalLocation"]["region"]["startColumn"], 21);
    assert_eq!(duplicate["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b.yaml");
    Ok(())
}

/// What SARIF 2.1.0's schema asks of a result that has these properties.
fn of_sarif(result: &Value, rules: &[&str]) -> Result<()> {
    let known = ["ruleId", "kind", "level", "message", "locations", "relatedLocations"];
    let properties = result.as_object().context("a result is an object")?;
    ensure!(properties.keys().all(|key| known.contains(&key.as_str())), "{result}");
    let rule = result["ruleId"].as_str().context("a result names its rule")?;
    ensure!(rules.contains(&rule), "the rule {rule} is declared");
    let level = result["level"].as_str().context("a result has a level")?;
    ensure!(["none", "note", "warning", "error"].contains(&level), "{level}");
    // 3.27.10: where the kind is not `fail`, the level is `none`.
    ensure!(result.get("kind").is_none_or(|kind| kind == "informational" && level == "none"), "{result}");
    ensure!(result["message"]["text"].is_string(), "{result}");
    let related = result["relatedLocations"].as_array().into_iter().flatten();
    for location in result["locations"].as_array().context("a result has places")?.iter().chain(related) {
        let physical = &location["physicalLocation"];
        let uri = physical["artifactLocation"]["uri"].as_str().context("a place has a file")?;
        ensure!(uri.is_ascii() && !uri.contains(' '), "{uri}");
        for property in ["startLine", "startColumn", "endLine", "endColumn"] {
            ensure!(physical["region"][property].as_u64().is_some_and(|number| number > 0), "{location}");
        }
    }
    Ok(())
}

#[test]
fn a_rule_is_explained_and_one_that_is_none_is_not() -> Result<()> {
    let names = run(&["--explain"], "")?;
    assert_eq!((names.status, names.out.lines().next()), (Some(0), Some("syntax")));
    let page = run(&["--explain", "duplicate_host_port"], "")?;
    assert_eq!(page.status, Some(0));
    assert!(page.out.starts_with("duplicate_host_port\n\n*Error of the API server*: "), "{}", page.out);
    assert!(page.out.contains("hostPort: 8081"), "{}", page.out);
    let none = run(&["--explain", "duplicate_hostport"], "")?;
    assert_eq!(none.status, Some(2));
    assert_eq!(
        none.err,
        "error: there is no rule `duplicate_hostport`; did you mean `duplicate_host_port`?\n"
    );
    Ok(())
}
