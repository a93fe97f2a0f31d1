//! A figure as a table of Markdown, for the terminal and the page alike.

use std::fmt;

use super::statistics::{Median, Pairs};

/// A figure.
pub(super) struct Table {
    /// What it is measured against.
    pub(super) floor: &'static str,
    pub(super) rows: Vec<Row>,
    /// Lines below it.
    pub(super) notes: Vec<String>,
}

/// One line of it.
pub(super) struct Row {
    pub(super) what: String,
    pub(super) ours: String,
    /// Where there is something to measure against: theirs, the ratio and what it may be.
    pub(super) against: Option<Against>,
    pub(super) rounds: usize,
}

/// Ours beside theirs.
pub(super) struct Against {
    pub(super) theirs: String,
    pub(super) ratio: Median,
    pub(super) goal: f64,
}

impl Against {
    /// The ratio and whether it is as it may be, as far as that is decided: what was measured once or so few times that there is
    /// no interval is taken as it is.
    fn verdict(&self) -> (String, &'static str) {
        let shown = RATIO.show(self.ratio);
        let (low, high) = self.ratio.interval.unwrap_or((self.ratio.value, self.ratio.value));
        if high <= self.goal {
            (shown, "✅")
        } else if low <= self.goal {
            (shown, "≈")
        } else {
            (format!("**{shown}**"), "❌")
        }
    }
}

const RATIO: Unit = Unit { name: "", digits: 2 };

/// The unit of a value, and how many digits it is worth.
#[derive(Clone, Copy)]
pub(super) struct Unit {
    pub(super) name: &'static str,
    pub(super) digits: usize,
}

impl Unit {
    /// A median with its interval.
    pub(super) fn show(self, median: Median) -> String {
        let Self { name, digits } = self;
        let value = median.value;
        let unit = if name.is_empty() { String::new() } else { format!(" {name}") };
        match median.interval {
            Some((low, high)) => format!("{value:.digits$}{unit} ({low:.digits$} to {high:.digits$})"),
            None => format!("{value:.digits$}{unit}"),
        }
    }
}

impl Row {
    /// Of pairs that were measured in turns.
    pub(super) fn of(what: &str, pairs: &Pairs, unit: Unit, goal: f64) -> Self {
        let ours = Median::of(&pairs.ours);
        let against = Against { theirs: unit.show(Median::of(&pairs.theirs)), ratio: pairs.ratio(), goal };
        Self { what: what.to_owned(), ours: unit.show(ours), against: Some(against), rounds: ours.count }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| | podwright | {} | ratio | goal | n |", self.floor)?;
        writeln!(f, "| --- | --- | --- | --- | --- | --- |")?;
        for row in &self.rows {
            write!(f, "| {} | {} |", row.what, row.ours)?;
            match &row.against {
                Some(against @ Against { theirs, goal, .. }) => {
                    let (shown, mark) = against.verdict();
                    write!(f, " {theirs} | {shown} | {goal} {mark} |")?;
                }
                None => write!(f, " | | |")?,
            }
            writeln!(f, " {} |", row.rounds)?;
        }
        for note in &self.notes {
            write!(f, "\n{note}\n")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_that_is_missed_is_seen() {
        let pairs = Pairs { ours: vec![3.0], theirs: vec![2.0] };
        let row = |goal| Row::of("it", &pairs, Unit { name: "s", digits: 1 }, goal);
        let table = Table { floor: "raw", rows: vec![row(1.2), row(1.5)], notes: vec!["Why.".to_owned()] };
        assert_eq!(
            table.to_string(),
            "| | podwright | raw | ratio | goal | n |\n\
             | --- | --- | --- | --- | --- | --- |\n\
             | it | 3.0 s | 2.0 s | **1.50** | 1.2 ❌ | 1 |\n\
             | it | 3.0 s | 2.0 s | 1.50 | 1.5 ✅ | 1 |\n\
             \n\
             Why.\n"
        );
    }

    #[test]
    fn only_what_is_decided_has_a_verdict() {
        let mark = |goal, (low, high)| {
            let ratio = Median { value: 1.0, interval: Some((low, high)), count: 20 };
            Against { theirs: String::new(), ratio, goal }.verdict()
        };
        assert_eq!(mark(1.0, (0.8, 1.0)), ("1.00 (0.80 to 1.00)".to_owned(), "✅"));
        assert_eq!(mark(1.0, (0.8, 1.1)), ("1.00 (0.80 to 1.10)".to_owned(), "≈"));
        assert_eq!(mark(1.05, (0.9, 1.2)).1, "≈", "also where the median is better");
        assert_eq!(mark(0.9, (0.95, 1.1)), ("**1.00 (0.95 to 1.10)**".to_owned(), "❌"));
    }
}
