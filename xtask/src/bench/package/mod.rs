//! A program into a registry, beside what other tools take for it: sent first, with nothing changed, with the program changed;
//! then pulled and unpacked by containerd.

mod containerd;
mod door;
mod layout;
mod parts;
mod registry;
mod report;
mod tool;
mod unstripped;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::processor::{Sample, time};
use super::say;
use super::table::Table;
use crate::workspace::{Workspace, cargo};
use containerd::Containerd;
use door::Door;
use parts::Parts;
use registry::Registry;
use tool::{Place, TOOLS, Tool, find};
use unstripped::Unstripped;

/// The program that is packaged: a release build of 20 MB, which whoever builds this has.
const PROGRAM: &str = "rustup";

/// Younger files are not trusted to stay as they are.
const SETTLED: Duration = Duration::from_millis(1100);

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Case {
    /// The registry has nothing but the base of the other tools, and nobody remembers anything.
    First,
    /// The same once more.
    Same,
    /// The program has changed.
    Changed,
}

const CASES: [Case; 3] = [Case::First, Case::Same, Case::Changed];

impl Case {
    fn has(self, tool: Tool) -> bool {
        // Whoever sends a blob without a look always sends it.
        self != Self::Same || tool.is_packager()
    }
}

/// What went to the registry.
#[derive(Clone, Copy)]
struct Traffic {
    bytes: u64,
    requests: u64,
}

/// What was measured.
#[derive(Default)]
struct Results {
    /// Round by round.
    pushes: BTreeMap<(Case, Tool), Vec<Sample>>,
    traffic: BTreeMap<(Case, Tool), Traffic>,
    /// How many bytes a registry keeps of the image.
    sizes: BTreeMap<Tool, u64>,
    /// Round by round.
    pulls: BTreeMap<Tool, Vec<Sample>>,
    /// Another program, with debug sections.
    unstripped: Option<Unstripped>,
}

struct Bench {
    tools: Vec<Tool>,
    registry: Registry,
    parts: Parts,
    containerd: Option<Containerd>,
    pusher: PathBuf,
    folder: PathBuf,
}

pub(super) fn measure(workspace: &Workspace, rounds: usize) -> Result<Table> {
    let pusher = build(workspace)?;
    let program = find(PROGRAM).with_context(|| format!("`{PROGRAM}`, which is packaged, is not in PATH"))?;
    let temporary = tempfile::tempdir()?;
    let folder = temporary.path().to_owned();
    let mut skipped: Vec<(&str, String)> =
        TOOLS.iter().filter_map(|tool| Some((tool.name(), tool.missing()?))).collect();
    let tools = TOOLS.into_iter().filter(|tool| tool.missing().is_none()).collect();
    let containerd = match Containerd::missing() {
        None => Some(Containerd::start(&folder.join("containerd"))?),
        Some(reason) => {
            skipped.push(("containerd", reason));
            None
        }
    };
    let registry = Registry::start(&folder.join("registry"))?;
    tool::write_go_program(&folder.join("go"))?;
    let parts = Parts::make(&registry, &folder.join("parts"), &program, &pusher)?;
    let bench = Bench { tools, registry, parts, containerd, pusher, folder };
    let mut results = bench.first()?;
    for round in 1..=rounds {
        bench.round(round, &mut results)?;
        say(&format!("{round} of {rounds}"));
    }
    if bench.tools.contains(&Tool::Compressed) {
        results.unstripped =
            Some(unstripped::measure(&bench.registry, &bench.pusher, &bench.folder, rounds)?);
    }
    Ok(report::table(&results, &skipped, bench.parts.size()))
}

/// Builds the program that packages others by the library.
fn build(workspace: &Workspace) -> Result<PathBuf> {
    let words = ["build", "--quiet", "--release", "-p", "podwright-image", "--example", "push"];
    ensure!(
        cargo().args(words).status().context("running cargo")?.success(),
        "podwright-image does not build"
    );
    Ok(workspace.target_directory.join("release/examples/push"))
}

impl Bench {
    /// A round whose times do not count: everything goes through a door that counts bytes.
    fn first(&self) -> Result<Results> {
        let door = Door::before(self.registry.host())?;
        let mut results = Results::default();
        self.push(0, &door.host(), |case, tool, command| {
            let before = self.registry.requests()?;
            door.take();
            time(command)?;
            let requests = self.registry.requests()? - before;
            results.traffic.insert((case, tool), Traffic { bytes: door.take(), requests });
            Ok(())
        })?;
        for tool in self.turn(0).filter(|tool| tool.is_packager()) {
            results.sizes.insert(tool, self.registry.size(tool.repository())?);
        }
        if let Some(containerd) = &self.containerd {
            containerd.pull(&format!("{}/base:1", self.registry.host()))?;
            self.pull(containerd, 0, |_, _| {})?;
        }
        Ok(results)
    }

    /// A round that counts.
    fn round(&self, number: usize, results: &mut Results) -> Result<()> {
        self.push(number, self.registry.host(), |case, tool, command| {
            results.pushes.entry((case, tool)).or_default().push(time(command)?);
            Ok(())
        })?;
        if let Some(containerd) = &self.containerd {
            self.pull(containerd, number, |tool, sample| {
                results.pulls.entry(tool).or_default().push(sample);
            })?;
        }
        Ok(())
    }

    /// The tools in an order that moves on from round to round.
    fn turn(&self, number: usize) -> impl Iterator<Item = Tool> {
        let count = self.tools.len();
        (0..count).map(move |place| self.tools[(place + number) % count])
    }

    /// Lets every tool send in every case, into an empty registry.
    fn push(
        &self,
        number: usize,
        host: &str,
        mut run: impl FnMut(Case, Tool, &mut Command) -> Result<()>,
    ) -> Result<()> {
        self.registry.forget()?;
        self.parts.forget_variants()?;
        self.parts.put_base(&self.registry)?;
        let has_layout = self.tools.contains(&Tool::Skopeo);
        let [first, changed] =
            [2 * number, 2 * number + 1].map(|number| self.parts.variant(number, has_layout));
        let (first, changed) = (first?, changed?);
        let place = Place {
            host: host.to_owned(),
            pusher: self.pusher.clone(),
            cache: self.folder.join(format!("cache/{number}")),
            go: self.folder.join("go"),
        };
        // What was written goes to the disk before anything is timed.
        time(&mut Command::new("sync"))?;
        sleep(SETTLED);
        for case in CASES {
            let variant = if case == Case::Changed { &changed } else { &first };
            for tool in self.turn(number).filter(|tool| case.has(*tool)) {
                run(case, tool, &mut tool.command(&place, variant))?;
            }
        }
        Ok(())
    }

    /// Lets containerd pull what every tool has sent last. The base is there.
    fn pull(&self, containerd: &Containerd, number: usize, mut note: impl FnMut(Tool, Sample)) -> Result<()> {
        for tool in self.turn(number).filter(|tool| tool.is_packager()) {
            let reference = format!("{}/{}:1", self.registry.host(), tool.repository());
            note(tool, containerd.pull_and_forget(&reference)?);
        }
        Ok(())
    }
}
