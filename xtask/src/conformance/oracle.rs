//! The Go programs of `xtask/oracle`: built for a Kubernetes minor where they are not, and asked for cases and verdicts.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, ensure};
use podwright_rules::schema::{Minor, NEWEST};
use ring::digest::{Context as Digest, SHA256};
use serde::Deserialize;

use super::case::Case;
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

/// Removes what other sources were built to for this minor: 200 MB each. Where it stays, it costs room and nothing else.
fn forget_older(cache: &Path, minor: Minor, programs: &Path) {
    let of_the_minor = format!("1.{}-", minor.0);
    for entry in fs::read_dir(cache).into_iter().flatten().flatten() {
        let path = entry.path();
        if path != programs && entry.file_name().to_string_lossy().starts_with(&of_the_minor) {
            let _ = fs::remove_dir_all(path);
        }
    }
}

/// The programs for one minor.
pub(crate) struct Oracle {
    programs: PathBuf,
}

impl Oracle {
    /// Builds the programs, where no earlier run did so from the same sources.
    pub(crate) fn build(minor: Minor) -> Result<Self> {
        let cache = std::env::home_dir().context("there is no home folder")?.join(".cache/podwright/oracle");
        let programs = cache.join(format!("1.{}-{}", minor.0, key(minor)?));
        if PROGRAMS.iter().all(|name| programs.join(name).exists()) {
            return Ok(Self { programs });
        }
        fs::create_dir_all(&cache).with_context(|| format!("creating {}", cache.display()))?;
        let unfinished = tempfile::tempdir_in(&cache).context("a folder to build in")?;
        println!("   building the oracle of Kubernetes 1.{}", minor.0);
        let mut go = Command::new("go");
        go.arg("build").arg("-trimpath").arg("-o").arg(unfinished.path()).current_dir(folder());
        if minor != NEWEST {
            let tag = format!("kubernetes1_{}", minor.0);
            go.args(["-modfile", &format!("versions/1.{}.mod", minor.0), "-tags", &tag]);
        }
        let packages = PROGRAMS.map(|name| format!("./cmd/{name}"));
        let status = go.args(packages).status().context(
            "`go` did not start: install Go 1.26, the conformance run builds the API server's validation with it",
        )?;
        ensure!(status.success(), "the oracle of Kubernetes 1.{} does not build", minor.0);
        // Another run may have been faster: its programs are the same.
        if fs::rename(unfinished.path(), &programs).is_ok() {
            let _ = unfinished.keep();
            forget_older(&cache, minor, &programs);
        }
        Ok(Self { programs })
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

    /// Sends a sample of cases to an API server, and says where its answer is not the oracle's. Nothing is created.
    pub(super) fn verify(&self, server: &str, seed: u64) -> Result<bool> {
        let folder = tempfile::tempdir().context("a folder for the cases")?;
        let cases = self.mutate(folder.path(), 2000, seed)?;
        let mut agrees = true;
        for (form, count) in SAMPLE {
            println!("   {count} cases as {form}, sent to {server}");
            let status = Command::new(self.programs.join("verify"))
                .args(["-server", server, "-n", count, "-seed", &seed.to_string(), "-as", form])
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

/// What the programs of a minor are built from, as a hash.
fn key(minor: Minor) -> Result<String> {
    let mut digest = Digest::new(&SHA256);
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
    files.sort();
    for file in files {
        digest.update(file.as_os_str().as_encoded_bytes());
        digest
            .update(&fs::read(folder().join(&file)).with_context(|| format!("reading {}", file.display()))?);
    }
    Ok(digest.finish().as_ref()[..8].iter().map(|byte| format!("{byte:02x}")).collect())
}
