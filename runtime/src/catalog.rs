//! The tasks of a program.

use crate::names::nearest;
use crate::task::TaskDef;

/// Where `#[task]` registers.
#[linkme::distributed_slice]
pub static TASKS: [TaskDef];

/// The tasks that a program can run, sorted by name.
#[derive(Clone, Debug)]
pub(crate) struct Catalog {
    tasks: Vec<&'static TaskDef>,
}

/// Two tasks of one name.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error(
    "two tasks are named `{name}`: {first_crate} has one at {first_file}:{first_line}, {second_crate} one at \
     {second_file}:{second_line}; give one another name: `#[task(name = \"…\")]`"
)]
pub(crate) struct DuplicateTask {
    name: &'static str,
    first_crate: &'static str,
    first_file: &'static str,
    first_line: u32,
    second_crate: &'static str,
    second_file: &'static str,
    second_line: u32,
}

impl Catalog {
    /// Every task that was linked into the program.
    ///
    /// A crate of tasks that the program names nowhere is not linked; `use my_tasks as _;` names it.
    pub(crate) fn linked() -> Result<Self, DuplicateTask> {
        Self::sorted(TASKS.iter().collect())
    }

    /// These tasks, whatever else was linked.
    pub(crate) fn listed(tasks: &[&'static TaskDef]) -> Result<Self, DuplicateTask> {
        Self::sorted(tasks.to_vec())
    }

    fn sorted(mut tasks: Vec<&'static TaskDef>) -> Result<Self, DuplicateTask> {
        tasks.sort_by_key(|task| (task.name, task.crate_name, task.place.file, task.place.line));
        match tasks.windows(2).find(|pair| pair[0].name == pair[1].name) {
            None => Ok(Self { tasks }),
            Some(pair) => Err(DuplicateTask {
                name: pair[0].name,
                first_crate: pair[0].crate_name,
                first_file: pair[0].place.file,
                first_line: pair[0].place.line,
                second_crate: pair[1].crate_name,
                second_file: pair[1].place.file,
                second_line: pair[1].place.line,
            }),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static TaskDef> {
        self.tasks.iter().copied()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'static TaskDef> {
        self.iter().find(|task| task.name == name)
    }

    /// The task whose name is most like this one.
    pub(crate) fn nearest(&self, name: &str) -> Option<&'static TaskDef> {
        const ALIKE: f64 = 0.7;
        self.get(nearest(name, self.iter().map(|task| task.name), ALIKE)?)
    }

    /// A text that two builds share where a call made by one can be run by the other: every task with its parameters'
    /// and its result's types.
    #[cfg(feature = "cluster")]
    pub(crate) fn signature(&self) -> String {
        let tasks = self.iter().map(|task| {
            let parameters: Vec<_> = task
                .parameters
                .iter()
                .map(|parameter| format!("{}: {}", parameter.name(), parameter.type_name()))
                .collect();
            format!("{}({}) -> {}", task.name, parameters.join(", "), task.result_type)
        });
        tasks.collect::<Vec<_>>().join("\n")
    }
}
