//! docs/benchmarks.md: the tables stand between markers, what people write around them stays.

use std::fs;
use std::thread::available_parallelism;

use anyhow::{Context, Result};

use crate::workspace::root;

const PAGE: &str = "docs/benchmarks.md";

/// Puts a figure's table, of so many rounds, into the page.
pub(super) fn write(figure: &str, rounds: usize, table: &str) -> Result<()> {
    let path = root().join(PAGE);
    let page = fs::read_to_string(&path).with_context(|| format!("reading {PAGE}"))?;
    let written = replaced(&page, figure, &format!("{}{table}", heading(figure, rounds)))?;
    fs::write(&path, written).with_context(|| format!("writing {PAGE}"))
}

/// How the table came to be.
fn heading(figure: &str, rounds: usize) -> String {
    let cores = available_parallelism().map_or_else(|_| "an unknown number of".to_owned(), |n| n.to_string());
    format!("`cargo xtask bench --only {figure} -n {rounds}`, on {cores} cores:\n\n")
}

fn replaced(page: &str, figure: &str, text: &str) -> Result<String> {
    let begin = format!("<!-- {figure}: written by cargo xtask bench -->\n");
    let end = format!("<!-- end of {figure} -->");
    let missing = || format!("{PAGE} has no place for `{figure}`: a line `{begin}` and a line `{end}`");
    let (before, rest) = page.split_once(&begin).with_context(missing)?;
    let (_, after) = rest.split_once(&end).with_context(missing)?;
    Ok(format!("{before}{begin}{text}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_headed_by_the_command_that_makes_it() {
        assert!(heading("x", 8).starts_with("`cargo xtask bench --only x -n 8`, on "));
    }

    #[test]
    fn what_stands_around_a_table_stays() {
        let page = "a\n<!-- x: written by cargo xtask bench -->\nold\n<!-- end of x -->\nb\n";
        let new = "a\n<!-- x: written by cargo xtask bench -->\nnew\n<!-- end of x -->\nb\n";
        assert_eq!(replaced(page, "x", "new\n").unwrap(), new);
        assert!(replaced(page, "y", "new\n").is_err());
    }
}
