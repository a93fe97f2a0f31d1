//! One mutant after another before the tests: the drawn cases and the manual, the crate's own tests, then cases with the API
//! server's verdicts. The first that notices ends it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context, Result, bail, ensure};

use super::copy::{CHECKER, Copy, Program};
use crate::conformance::Sample;

/// Tests of the crate that are left out: they measure time, or try trees at random.
const LEFT_OUT: [&str; 4] = ["share_of_time", "too_strange", "proptests", "random"];

/// How long a program may run at least, and how often the time that it takes where nothing is broken: a mutant that runs in circles
/// is noticed.
const LIMIT: Duration = Duration::from_secs(30);
const TIMES: u32 = 5;

/// How often a mutant that runs is looked at.
const PAUSE: Duration = Duration::from_millis(5);

/// What every mutant is held against.
pub(super) struct Trial {
    tests: Vec<Program>,
    checker: PathBuf,
    /// The file of the cases, and what the server says of each.
    cases: Option<(PathBuf, Vec<bool>)>,
    folder: PathBuf,
    /// How long each test may run, and the checker after them.
    limits: Vec<Duration>,
    out_of_time: AtomicUsize,
}

/// What came of some mutants.
pub(super) struct Tried {
    /// Those that nothing noticed.
    pub(super) survivors: Vec<usize>,
    /// How many were noticed since a program ran out of time.
    pub(super) out_of_time: usize,
}

/// How a program ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ended {
    Well,
    Badly,
    OutOfTime,
}

impl Trial {
    /// Makes it ready, and sees that nothing notices where nothing is broken.
    pub(super) fn new(copy: &mut Copy, sample: Option<Sample>, folder: &Path) -> Result<Self> {
        let checker = copy.programs.iter().position(|program| program.name == CHECKER);
        let checker = copy.programs.remove(checker.context("the checker was built")?).executable;
        // The quickest and sharpest first.
        let mut tests = std::mem::take(&mut copy.programs);
        let order = ["cases", "manual", "files", "merges"];
        tests.sort_by_key(|test| order.iter().position(|name| test.name == *name).unwrap_or(order.len()));
        ensure!(tests.len() > order.len(), "only {} tests were built", tests.len());
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
        let limits = vec![Duration::MAX; tests.len() + 1];
        let (folder, out_of_time) = (folder.to_owned(), AtomicUsize::new(0));
        let mut trial = Self { tests, checker, cases: None, folder, limits, out_of_time };
        if let Some(sample) = sample {
            let file = trial.folder.join("cases.json");
            fs::write(&file, &sample.documents).with_context(|| format!("writing {}", file.display()))?;
            trial.cases = Some((file, sample.accepted));
        }
        let mut took = Vec::new();
        if let Some(test) = trial.noticed(None, &mut took)? {
            bail!("`{test}` fails where nothing is broken");
        }
        trial.limits = took.into_iter().map(|took| LIMIT.max(took * TIMES)).collect();
        Ok(trial)
    }

    /// Tries mutants on all processors.
    pub(super) fn of(&self, mutants: &[usize]) -> Result<Tried> {
        let next = AtomicUsize::new(0);
        let survivors = Mutex::new(Vec::new());
        let work = || -> Result<()> {
            while let Some(number) = mutants.get(next.fetch_add(1, Ordering::Relaxed)) {
                if self.noticed(Some(*number), &mut Vec::new())?.is_none() {
                    survivors.lock().expect("no one panics with it").push(*number);
                }
            }
            Ok(())
        };
        thread::scope(|scope| {
            let count = thread::available_parallelism().map_or(1, usize::from);
            let workers: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
            workers.into_iter().try_for_each(|worker| worker.join().expect("trying does not panic"))
        })?;
        let mut survivors = survivors.into_inner().expect("no one panics with it");
        survivors.sort_unstable();
        Ok(Tried { survivors, out_of_time: self.out_of_time.load(Ordering::Relaxed) })
    }

    /// The name of the first test that notices a mutant, and how long each before it took.
    fn noticed(&self, mutant: Option<usize>, took: &mut Vec<Duration>) -> Result<Option<&str>> {
        for (test, limit) in self.tests.iter().zip(&self.limits) {
            let mut command = Command::new(&test.executable);
            command
                .current_dir(&test.folder)
                .env("CARGO_MANIFEST_DIR", &test.folder)
                .arg("--quiet")
                .stdout(Stdio::null());
            for name in LEFT_OUT {
                command.args(["--skip", name]);
            }
            let begin = Instant::now();
            if self.ends(&mut command, mutant, *limit)? != Ended::Well {
                return Ok(Some(&test.name));
            }
            took.push(begin.elapsed());
        }
        let Some((file, accepted)) = &self.cases else { return Ok(None) };
        let said = self.folder.join(format!("said-{}.jsonl", mutant.map_or(0, |number| number + 1)));
        let mut command = Command::new(&self.checker);
        command.args(["--server-only", "--format", "jsonl"]).arg(file).stdout(fs::File::create(&said)?);
        let limit = self.limits.last().copied().unwrap_or(Duration::MAX);
        let begin = Instant::now();
        // Its status says that something was refused, which it should.
        let ended = self.ends(&mut command, mutant, limit)?;
        took.push(begin.elapsed());
        let text = fs::read_to_string(&said)?;
        fs::remove_file(&said)?;
        let is_ok = text.lines().map(|line| line.contains(r#""ok":true,"#));
        let is_noticed = ended == Ended::OutOfTime || !is_ok.eq(accepted.iter().copied());
        Ok(is_noticed.then_some("conformance"))
    }

    /// Runs a program with a mutant to its end, or to the end of its time.
    fn ends(&self, command: &mut Command, mutant: Option<usize>, limit: Duration) -> Result<Ended> {
        command.stdin(Stdio::null()).stderr(Stdio::null()).env_remove("UPDATE").env("RUST_BACKTRACE", "0");
        command.env("RUST_TEST_THREADS", env::var("RUST_TEST_THREADS").unwrap_or_else(|_| "1".to_owned()));
        if let Some(number) = mutant {
            command.env("PODWRIGHT_MUTANT", number.to_string());
        }
        let mut child =
            command.spawn().with_context(|| format!("running {}", command.get_program().display()))?;
        let ended = wait(&mut child, limit)?;
        if ended == Ended::OutOfTime {
            self.out_of_time.fetch_add(1, Ordering::Relaxed);
        }
        Ok(ended)
    }
}

fn wait(child: &mut Child, limit: Duration) -> Result<Ended> {
    let begin = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(if status.success() { Ended::Well } else { Ended::Badly });
        }
        if begin.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(Ended::OutOfTime);
        }
        thread::sleep(PAUSE);
    }
}
