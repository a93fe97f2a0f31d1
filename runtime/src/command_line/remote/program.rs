//! Which executables are packaged: a file, the running one, or those that cargo builds for the targets that are named or that
//! the cluster's nodes want. It knows nothing of images.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use podwright_image::Executable;

use crate::build::{self, BuildError, How, Progress, Target};
use crate::error::{Error, Kind, Result};
use crate::progress::{self, Level, say, stage};
use crate::settings::Settings;
use crate::submit::image;

/// What is packaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Program {
    /// The file that `--binary` names.
    File(PathBuf),
    /// A build for each of these targets, of different architectures.
    Built(Vec<Target>),
    /// The running program, or a build where the nodes cannot run it.
    Running,
}

impl Program {
    pub(super) fn of(settings: &Settings, matches: &ArgMatches) -> Result<Self> {
        let named = matches.value_source("target") == Some(clap::parser::ValueSource::CommandLine);
        match (matches.get_one::<String>("binary"), settings.targets.as_slice()) {
            (Some(_), _) if named => {
                let help = "leave one of them out";
                Err(usage("`--binary` is packaged as it is, and `--target` is built").with_help(help))
            }
            (Some(file), _) => Ok(Self::File(file.into())),
            (None, []) => Ok(Self::Running),
            (None, targets) => distinct(targets).map(Self::Built),
        }
    }

    /// The file, where one is named.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Self::File(file) => Some(file),
            Self::Built(_) | Self::Running => None,
        }
    }

    /// What its image is for, as far as it is known without a build or a look at the nodes; in Kubernetes' words.
    pub(super) fn architectures(&self) -> Result<Vec<String>> {
        Ok(match self {
            Self::File(file) => {
                vec![image::executable(Some(file.clone()))?.architecture().as_str().to_owned()]
            }
            Self::Built(targets) => targets.iter().map(|target| target.architecture().to_owned()).collect(),
            Self::Running => build::of_this_machine().map(str::to_owned).into_iter().collect(),
        })
    }

    /// Builds what has to be built, and opens it. `nodes` gives the architectures of the nodes, the most common first, where a
    /// cluster is asked; it is waited for where it decides.
    pub(super) async fn executables(
        &self,
        settings: &Settings,
        nodes: impl Future<Output = Vec<String>>,
    ) -> Result<Vec<Executable>> {
        match self {
            Self::File(file) => Ok(vec![image::executable(Some(file.clone()))?]),
            Self::Built(targets) => built(settings, targets).await,
            Self::Running if cfg!(target_os = "linux") => {
                let running = image::executable(None)?;
                match foreign(&running, &nodes.await, settings) {
                    Some(target) => built(settings, &[target]).await,
                    None => Ok(vec![running]),
                }
            }
            Self::Running => {
                let target = wanted(&nodes.await).ok_or_else(nowhere)?;
                built(settings, &[target]).await
            }
        }
    }
}

/// An index has one program for each architecture.
fn distinct(targets: &[Target]) -> Result<Vec<Target>> {
    let mut distinct: Vec<Target> = Vec::new();
    for target in targets {
        match distinct.iter().find(|other| other.processor() == target.processor()) {
            Some(other) if other == target => {}
            Some(other) => {
                let message = format!("`{other}` and `{target}` are targets of the same nodes");
                return Err(usage(&message).with_help("name one target for each architecture"));
            }
            None => distinct.push(target.clone()),
        }
    }
    Ok(distinct)
}

async fn built(settings: &Settings, targets: &[Target]) -> Result<Vec<Executable>> {
    let wrong = |error: BuildError| usage(&error.to_string());
    let how = How::of(settings.build_command.as_deref()).map_err(wrong)?;
    let shown = if progress::says(Level::Normal) { Progress::Shown } else { Progress::Quiet };
    let mut executables = Vec::new();
    for target in targets {
        // The builder draws on the terminal itself.
        progress::end();
        say(&format!("building for {target}"));
        let file = build::build(&how, target, shown).await.map_err(wrong)?;
        executables.push(image::executable(Some(file))?);
    }
    stage("packaging");
    Ok(executables)
}

/// The target that the nodes want where none of them can run this program; `None` where one can, where they are not known, and
/// where nobody knows how to build it: the look at the cluster says the rest.
fn foreign(running: &Executable, nodes: &[String], settings: &Settings) -> Option<Target> {
    if nodes.iter().any(|node| node == running.architecture().as_str()) {
        return None;
    }
    How::of(settings.build_command.as_deref()).ok()?;
    wanted(nodes)
}

/// The target for this machine's architecture where nodes have it, since it is the easiest to build for; else for most nodes.
fn wanted(nodes: &[String]) -> Option<Target> {
    let own = nodes.iter().find(|node| Some(node.as_str()) == build::of_this_machine());
    own.into_iter().chain(nodes).find_map(|node| Target::for_architecture(node))
}

fn nowhere() -> Error {
    let system = std::env::consts::OS;
    usage(&format!("this is a {system} program, pods run Linux, and the nodes' architecture is not known")).with_help(
        "name the target that it is built for: `--target x86_64-unknown-linux-musl`, or `target` in podwright.toml",
    )
}

fn usage(message: &str) -> Error {
    Error::new(Kind::Usage, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(triples: &[&str]) -> Vec<Target> {
        triples.iter().map(|triple| triple.parse().unwrap()).collect()
    }

    #[test]
    fn two_targets_of_one_architecture_are_refused() {
        let both = targets(&["x86_64-unknown-linux-musl", "aarch64-unknown-linux-gnu"]);
        let twice = [both.clone(), both.clone()].concat();
        assert_eq!(distinct(&twice).unwrap(), both);
        let error =
            distinct(&targets(&["x86_64-unknown-linux-musl", "x86_64-unknown-linux-gnu"])).unwrap_err();
        assert!(error.to_string().contains("are targets of the same nodes"), "{error}");
    }

    #[test]
    fn an_image_is_for_the_architectures_of_its_targets() {
        let built = Program::Built(targets(&["x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"]));
        assert_eq!(built.architectures().unwrap(), ["amd64", "arm64"]);
        let running = Executable::running().unwrap().architecture().as_str();
        assert_eq!(Program::Running.architectures().unwrap(), [running]);
    }

    #[test]
    fn a_program_that_a_node_can_run_is_not_built_anew() {
        let running = Executable::running().unwrap();
        let settings =
            Settings { build_command: Some("cargo build --target {target}".into()), ..Settings::default() };
        let own = running.architecture().as_str().to_owned();
        assert_eq!(foreign(&running, &["s390x".into(), own.clone()], &settings), None);
        assert_eq!(foreign(&running, &[], &settings), None);
        let s390x = Target::for_architecture("s390x");
        assert_eq!(foreign(&running, &["s390x".into()], &settings), s390x);
        assert_eq!(wanted(&["s390x".into(), own.clone()]), Target::for_architecture(&own));
    }
}
