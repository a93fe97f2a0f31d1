//! More indexes than Kubernetes can keep count of.

use super::{is_indexed, spec};
use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

/// `completionsSoftLimit`, `parallelismSoftLimitForUnlimitedCompletions`
const MOST: [(&str, i64); 2] = [("completions", 100_000), ("parallelism", 10_000)];

/// `WarningsForJobSpec`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(job) = spec(pod).filter(|job| is_indexed(job) == Some(true)) else { return };
    let [completions, parallelism] = MOST
        .map(|(field, most)| job.get(field).filter(|at| at.integer().is_some_and(|number| number > most)));
    let (Some(completions), Some(_)) = (completions, parallelism) else { return };
    let message = "with more than 100000 indexes and 10000 pods at once, Kubernetes may lose count of those that failed";
    let help = format!("split the Job, or run fewer pods at once: `{}: 10000`", cx.word("parallelism"));
    cx.report(&rules::MANY_INDEXES, completions.span(), job.path, message).help(help);
}

#[cfg(test)]
mod tests {
    use crate::check::notation::read;
    use crate::check::{Options, check};
    use crate::schema::Root;

    #[test]
    fn indexes_beyond_count_are_warned_of() {
        let said = |completions: u32, parallelism: u32| {
            let job = format!(
                r#"{{ spec: {{ completionMode: "Indexed", completions: {completions}, parallelism: {parallelism} }} }}"#
            );
            let found = check(&read(&job), &Options::of(Root::Job)).diagnostics;
            found.iter().filter(|found| found.rule == "many_indexes").count()
        };
        assert_eq!(said(100_001, 10_001), 1);
        assert_eq!(said(100_001, 10_000), 0);
        assert_eq!(said(100_000, 10_001), 0);
    }
}
