//! A debug build, whose debug sections an image does not have, sent by podwright and as it is.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::super::processor::time;
use super::super::say;
use super::super::statistics::Pairs;
use super::parts::Variant;
use super::registry::Registry;
use super::tool::{Place, Tool};

/// What was measured.
pub(super) struct Unstripped {
    /// How long a first push took, in milliseconds, beside compressing, hashing and sending the whole.
    pub(super) times: Pairs,
    /// How large the program is, in bytes.
    pub(super) program: u64,
    /// How many bytes a registry keeps of its image.
    pub(super) image: u64,
}

/// Sends this program itself: `cargo xtask` is a debug build.
pub(super) fn measure(
    registry: &Registry,
    pusher: &Path,
    folder: &Path,
    rounds: usize,
) -> Result<Unstripped> {
    let folder = folder.join("unstripped");
    fs::create_dir_all(&folder)?;
    let (program, archive) = (env::current_exe()?, folder.join("program.tar"));
    time(Command::new("tar").arg("-cf").arg(&archive).arg("-C").arg("/").arg(program.strip_prefix("/")?))?;
    let size = fs::metadata(&program)?.len();
    let variant = Variant { program, archive, layout: folder.join("layout") };
    let cache = folder.join("cache");
    let (host, pusher, go) = (registry.host().to_owned(), pusher.to_owned(), folder.join("go"));
    let place = Place { host, pusher, cache: cache.clone(), go };
    let first_push = |tool: Tool| {
        registry.forget()?;
        crate::workspace::remove(&cache)?;
        time(&mut Command::new("sync"))?;
        Ok(time(&mut tool.command(&place, &variant))?.time)
    };
    let ours = || first_push(Tool::Podwright);
    let theirs = || first_push(Tool::Compressed);
    let times = Pairs::take(1, rounds, ours, theirs, |line| say(&format!("with debug sections: {line}")))?;
    ours()?;
    Ok(Unstripped { times, program: size, image: registry.size(Tool::Podwright.repository())? })
}
