//! Brings the folder of generated tables to what it should be, or says that it is not.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

/// Formats the files as `cargo fmt` does in `root`.
pub(super) fn format(files: BTreeMap<String, String>, root: &Path) -> Result<BTreeMap<String, String>> {
    let format = |(name, text): (String, String)| {
        let text = rustfmt(&text, root).with_context(|| format!("formatting {name}"))?;
        Ok((name, text))
    };
    files.into_iter().map(format).collect()
}

fn rustfmt(text: &str, root: &Path) -> Result<String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("`rustfmt` did not start: `rustup component add rustfmt`")?;
    // rustfmt reads all of its input before it writes.
    child.stdin.take().context("rustfmt without an input")?.write_all(text.as_bytes())?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "rustfmt refused it");
    String::from_utf8(output.stdout).context("rustfmt's output")
}

/// Writes the files and removes what else is in the folder.
pub(super) fn write(files: &BTreeMap<String, String>, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for name in others(files, folder)? {
        fs::remove_file(folder.join(&name)).with_context(|| format!("removing {name}"))?;
    }
    for (name, text) in files {
        fs::write(folder.join(name), text).with_context(|| format!("writing {name}"))?;
    }
    Ok(())
}

/// Fails, naming the files, where the folder is not as `write` would leave it.
pub(super) fn check(files: &BTreeMap<String, String>, folder: &Path) -> Result<()> {
    let differs = |(name, text): &(&String, &String)| {
        fs::read_to_string(folder.join(name)).ok().as_ref() != Some(*text)
    };
    let mut wrong = others(files, folder)?;
    wrong.extend(files.iter().filter(differs).map(|(name, _)| name.clone()));
    if !wrong.is_empty() {
        bail!(
            "{} in {} is not what the input gives: run `cargo xtask schema`",
            wrong.join(", "),
            folder.display()
        );
    }
    Ok(())
}

/// The names of the files in the folder that should not be there.
fn others(files: &BTreeMap<String, String>, folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let names = entries.map(|entry| Ok(entry?.file_name())).collect::<Result<Vec<_>>>()?;
    let names = names.iter().filter_map(|name| OsStr::to_str(name));
    Ok(names.filter(|name| !files.contains_key(*name)).map(str::to_owned).collect())
}
