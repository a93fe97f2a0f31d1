//! Actions as the lines of a table: a heading, and columns as wide as what stands in them.

use std::time::Duration;

use podwright_launch::runs::ActionState;

/// What the first column is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    /// The lines are runs.
    Run,
    /// The lines are actions of one run, its root first.
    Action,
}

impl Heading {
    const fn word(self) -> &'static str {
        match self {
            Self::Run => "RUN",
            Self::Action => "ACTION",
        }
    }
}

/// The last column, as wide as it comes.
const REASON: usize = 5;

/// The lines, the heading first.
pub(super) fn lines(heading: Heading, actions: &[ActionState]) -> Vec<String> {
    let head = [heading.word(), "STATE", "TASK", "AGE", "FAILED", "REASON"].map(str::to_owned);
    let rows: Vec<_> = std::iter::once(head).chain(actions.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..REASON).map(width).collect();
    rows.iter().map(|row| line(row, &widths)).collect()
}

fn line(row: &[String; REASON + 1], widths: &[usize]) -> String {
    let columns = row.iter().zip(widths).map(|(text, width)| format!("{text:width$}  "));
    format!("{}{}", columns.collect::<String>(), row[REASON]).trim_end().to_owned()
}

fn row(action: &ActionState) -> [String; REASON + 1] {
    let indent = if action.parent.is_some() { "  " } else { "" };
    let why = action.why.as_deref().and_then(|why| why.lines().next()).unwrap_or_default();
    [
        format!("{indent}{}", action.name),
        action.state.as_str().to_owned(),
        action.task.clone(),
        action.age().map(age).unwrap_or_default(),
        action.failed.to_string(),
        why.to_owned(),
    ]
}

/// How long ago it was, in the largest unit that fits twice, as kubectl has it: `90s`, `5m`, `36h`, `7d`.
fn age(age: Duration) -> String {
    let seconds = age.as_secs();
    match seconds {
        0..120 => format!("{seconds}s"),
        120..7200 => format!("{}m", seconds / 60),
        7200..172_800 => format!("{}h", seconds / 3600),
        _ => format!("{}d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use podwright_launch::runs::State;

    use super::*;

    fn action(name: &str, parent: Option<&str>, why: Option<&str>) -> ActionState {
        ActionState {
            name: name.into(),
            task: "process".into(),
            parent: parent.map(str::to_owned),
            state: if why.is_some() { State::Failed } else { State::Running },
            failed: u32::from(why.is_some()),
            created: None,
            why: why.map(str::to_owned),
        }
    }

    #[test]
    fn columns_stand_below_their_headings() {
        let actions = [action("r", None, None), action("r-child", Some("r"), Some("no model\nat all"))];
        assert_eq!(
            lines(Heading::Action, &actions),
            [
                "ACTION     STATE    TASK     AGE  FAILED  REASON",
                "r          running  process       0",
                "  r-child  failed   process       1       no model",
            ]
        );
    }

    #[test]
    fn an_age_is_short() {
        for (seconds, text) in [(0, "0s"), (119, "119s"), (120, "2m"), (7200, "2h"), (200_000, "2d")] {
            assert_eq!(age(Duration::from_secs(seconds)), text);
        }
    }
}
