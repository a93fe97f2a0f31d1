//! The Go programs of `xtask/oracle`: built for a Kubernetes minor where they are not, and asked for cases and verdicts.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, ensure};
use podwright_rules::schema::{Minor, NEWEST};
use serde::Deserialize;

use super::bare::Server;
use super::case::Case;
use super::go::Programs;
use crate::workspace::root;

/// The commands of `xtask/oracle`.
const PROGRAMS: [&str; 3] = ["mutate", "oracle", "verify"];

/// How many cases the API server itself is asked for in each form.
const SAMPLE: [(&str, &str); 3] = [("pod", "300"), ("template", "100"), ("job", "100")];

/// The API server's answer to a case.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Verdict {
    pub(super) ok: bool,
    #[serde(default)]
    pub(super) errors: Vec<Refusal>,
    /// Each begins with its path.
    #[serde(default)]
    pub(super) warnings: Vec<String>,
}

/// One reason to refuse.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Refusal {
    /// `Required`, `Invalid`, `Decode` …
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) field: String,
    pub(super) detail: String,
}

/// The programs for one minor.
pub(crate) struct Oracle {
    programs: PathBuf,
}

impl Oracle {
    /// Builds the programs, where no earlier run did so from the same sources.
    pub(crate) fn build(minor: Minor) -> Result<Self> {
        let sources = sources(minor)?;
        let names = PROGRAMS.map(|name| format!("./cmd/{name}"));
        let mut arguments: Vec<&str> = names.iter().map(String::as_str).collect();
        let (module, tag) = (format!("versions/1.{}.mod", minor.0), format!("kubernetes1_{}", minor.0));
        if minor != NEWEST {
            arguments.splice(0..0, ["-modfile", &module, "-tags", &tag]);
        }
        let programs = Programs {
            what: "oracle",
            minor,
            folder: &folder(),
            sources: &sources,
            names: &PROGRAMS,
            arguments: &arguments,
        };
        Ok(Self { programs: programs.built()? })
    }

    /// Makes cases, the same for the same seed.
    pub(crate) fn cases(&self, count: usize, seed: u64) -> Result<Vec<Case>> {
        let folder = tempfile::tempdir().context("a folder for the cases")?;
        let lines = BufReader::new(File::open(self.mutate(folder.path(), count, seed)?)?).lines();
        lines.map(|line| Case::read(&line?)).collect()
    }

    /// Writes cases into a folder, and gives the file.
    fn mutate(&self, out: &Path, count: usize, seed: u64) -> Result<PathBuf> {
        let output = Command::new(self.programs.join("mutate"))
            .args(["-n", &count.to_string(), "-seed", &seed.to_string(), "-templates", "templates", "-out"])
            .arg(out.join("cases"))
            .current_dir(folder())
            .output()
            .context("running mutate")?;
        ensure!(output.status.success(), "mutate failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        Ok(out.join("cases.jsonl"))
    }

    /// Sends a sample of cases to a bare API server, as [`Oracle::verify`] does.
    pub(super) fn verify_bare(&self, server: &Server, seed: u64) -> Result<bool> {
        let (token, certificate) = (server.token(), server.certificate());
        let access = ["-token".as_ref(), token.as_os_str(), "-certificate".as_ref(), certificate.as_os_str()];
        self.verify_with(&server.address, &access, seed)
    }

    /// Sends a sample of cases to an API server, and says where its answer is not the oracle's. Nothing is created.
    pub(super) fn verify(&self, server: &str, seed: u64) -> Result<bool> {
        self.verify_with(server, &[], seed)
    }

    fn verify_with(&self, server: &str, access: &[&OsStr], seed: u64) -> Result<bool> {
        let folder = tempfile::tempdir().context("a folder for the cases")?;
        // The newest knows the most fields to make cases of.
        let cases = Self::build(NEWEST)?.mutate(folder.path(), 2000, seed)?;
        let mut agrees = true;
        for (form, count) in SAMPLE {
            println!("   {count} cases as {form}, sent to {server}");
            let status = Command::new(self.programs.join("verify"))
                .args(["-server", server, "-n", count, "-seed", &seed.to_string(), "-as", form])
                .args(access)
                .arg(&cases)
                .status()
                .context("running verify")?;
            agrees &= status.success();
        }
        Ok(agrees)
    }

    /// The oracle itself: a case a line of its input, a verdict a line of its output.
    pub(crate) fn command(&self) -> Command {
        Command::new(self.programs.join("oracle"))
    }

    /// The verdict of each case, in their order.
    pub(super) fn judge(&self, cases: &[Case]) -> Result<Vec<Verdict>> {
        let mut oracle = self
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("running the oracle")?;
        let mut input = BufWriter::new(oracle.stdin.take().context("its input")?);
        let output = BufReader::new(oracle.stdout.take().context("its output")?);
        let verdicts = thread::scope(|scope| {
            let writer =
                scope.spawn(move || cases.iter().try_for_each(|case| writeln!(input, "{}", case.line())));
            let verdicts: Result<Vec<Verdict>> =
                output.lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect();
            writer.join().expect("writing does not panic").context("writing to the oracle")?;
            verdicts
        })?;
        ensure!(oracle.wait()?.success(), "the oracle failed");
        ensure!(verdicts.len() == cases.len(), "the oracle has {} verdicts", verdicts.len());
        Ok(verdicts)
    }
}

/// Where the programs' sources are.
fn folder() -> PathBuf {
    root().join("xtask/oracle")
}

/// What the programs of a minor are built from.
fn sources(minor: Minor) -> Result<Vec<PathBuf>> {
    let mut files = vec![PathBuf::from("go.mod"), PathBuf::from("go.sum")];
    if minor != NEWEST {
        files = ["mod", "sum"].map(|end| PathBuf::from(format!("versions/1.{}.{end}", minor.0))).to_vec();
    }
    for sources in ["verdict", "cmd/oracle", "cmd/mutate", "cmd/verify"] {
        let entries = fs::read_dir(folder().join(sources)).with_context(|| format!("listing {sources}"))?;
        for entry in entries {
            files.push(Path::new(sources).join(entry?.file_name()));
        }
    }
    Ok(files)
}
