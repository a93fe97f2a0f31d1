//! How many documents a second `podwright-check` holds against the rules, beside the API server's own validation and kubeconform.

mod schemas;
mod yaml;

use std::fs::{self, File};
use std::io::BufRead as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use podwright_rules::Root;
use podwright_rules::schema::NEWEST;
use serde_json::Value;

use super::say;
use super::statistics::{Median, Pairs};
use super::table::{Row, Table, Unit};
use crate::command::Log;
use crate::conformance::Oracle;
use crate::workspace::{Workspace, cargo, remove, root};

const DOCUMENTS: usize = 20_000;
/// The cases are the same in every run.
const SEED: u64 = 1;
const MILLISECONDS: Unit = Unit { name: "ms", digits: 0 };
/// A fifth of the time of the faster of the two.
const GOAL: f64 = 0.2;
const KUBECONFORM: &str = "github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0";

/// The same documents in the form that each program reads.
struct Documents {
    /// Documents of YAML, separated by `---`.
    stream: PathBuf,
    /// A line of JSON for each, with its text.
    lines: PathBuf,
}

pub(super) fn measure(workspace: &Workspace, rounds: usize) -> Result<Table> {
    let folder = workspace.leavings().join("bench").join("documents");
    remove(&folder)?;
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    let log = Log::create(&workspace.leavings(), "bench-documents")?;
    let checker = build_checker(workspace, &log)?;
    let kubeconform = install_kubeconform()?;
    let schemas = schemas::write(&folder)?;
    let oracle = Oracle::build(NEWEST)?;
    let documents = Documents::write(&oracle, &folder)?;
    let check =
        || run(Command::new(&checker).args(["--server-only", "--format", "jsonl", "-"]), &documents.stream);
    let conform = || {
        let location = schemas.join("{{.ResourceKind}}.json").display().to_string();
        let arguments = ["-strict", "-output", "json", "-verbose", "-schema-location", &location];
        run(Command::new(&kubeconform).args(arguments), &documents.stream)
    };
    let judge = || run(&mut oracle.command(), &documents.lines);
    let against_kubeconform = Pairs::take(1, rounds, check, conform, say)?;
    let against_oracle = Pairs::take(1, rounds, check, judge, say)?;
    let rows = vec![
        Row::of("kubeconform, the schemas local", &against_kubeconform, MILLISECONDS, GOAL),
        Row::of("the API server's own validation (`xtask/oracle`)", &against_oracle, MILLISECONDS, GOAL),
    ];
    let megabytes = megabytes(&documents.stream)?;
    let seconds = Median::of(&against_kubeconform.ours).value / 1000.0;
    let notes = vec![format!(
        "{DOCUMENTS} documents, {megabytes:.1} MB of YAML: podwright-check reads {:.0} documents and {:.1} MB a second.",
        f64::from(u32::try_from(DOCUMENTS)?) / seconds,
        megabytes / seconds
    )];
    Ok(Table { floor: "the other", rows, notes })
}

#[expect(clippy::cast_precision_loss, reason = "a file of some megabytes")]
fn megabytes(file: &Path) -> Result<f64> {
    Ok(fs::metadata(file).with_context(|| format!("reading {}", file.display()))?.len() as f64 / 1e6)
}

impl Documents {
    fn write(oracle: &Oracle, folder: &Path) -> Result<Self> {
        let (mut stream, mut lines) = (String::new(), String::new());
        // Of the cases about a quarter are Jobs.
        let cases = oracle.cases(2 * DOCUMENTS, SEED)?;
        let pods = cases.iter().filter(|case| case.root == Root::Pod).take(DOCUMENTS);
        let mut written = 0;
        for case in pods {
            let mut pod: Value = serde_json::from_str(&case.document).context("reading a case")?;
            let fields = pod.as_object_mut().context("a case is an object")?;
            fields.insert("apiVersion".to_owned(), "v1".into());
            fields.insert("kind".to_owned(), "Pod".into());
            let text = yaml::text(&pod);
            lines += &serde_json::json!({ "yaml": text }).to_string();
            lines.push('\n');
            stream += "---\n";
            stream += &text;
            written += 1;
        }
        ensure!(written == DOCUMENTS, "there are {written} cases of pods, not {DOCUMENTS}");
        let documents = Self { stream: folder.join("documents.yaml"), lines: folder.join("documents.jsonl") };
        fs::write(&documents.stream, stream).context("writing the documents")?;
        fs::write(&documents.lines, lines).context("writing the documents")?;
        Ok(documents)
    }
}

/// Runs a program over a file; how long it takes, in milliseconds. Both refuse many of the documents, so that each may fail.
fn run(program: &mut Command, input: &Path) -> Result<f64> {
    let name = program.get_program().display().to_string();
    let input = File::open(input).with_context(|| format!("opening {}", input.display()))?;
    let begun = Instant::now();
    let output =
        program.stdin(input).stderr(Stdio::inherit()).output().with_context(|| format!("running {name}"))?;
    let time = begun.elapsed();
    let lines = output.stdout.lines().count();
    ensure!(lines >= DOCUMENTS, "{name} says {lines} lines of {DOCUMENTS} documents");
    Ok(time.as_secs_f64() * 1000.0)
}

/// The checker as it is handed out.
fn build_checker(workspace: &Workspace, log: &Log) -> Result<PathBuf> {
    let mut build = cargo();
    build.args(["build", "--quiet", "--profile", "dist", "-p", "podwright-check"]);
    let built = log.run(&mut build, std::time::Duration::from_secs(20 * 60))?;
    ensure!(built.success, "podwright-check does not build\n{}", built.tail(20));
    Ok(workspace.target_directory.join("dist/podwright-check"))
}

/// kubeconform, from its sources, kept for the next run.
fn install_kubeconform() -> Result<PathBuf> {
    let folder = std::env::home_dir().context("there is no home folder")?.join(".cache/podwright/go");
    let program = folder.join("kubeconform");
    if !program.exists() {
        say("building kubeconform");
        let mut go = Command::new("go");
        go.args(["install", "-trimpath", KUBECONFORM]).env("GOBIN", &folder).current_dir(root());
        let status = go.status().context("`go` did not start: install Go 1.26")?;
        ensure!(status.success(), "kubeconform does not build");
    }
    Ok(program)
}
