//! The tools that send a program to a registry: what each needs, and the command that it is run by.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result};

use super::parts::Variant;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tool {
    Podwright,
    Crane,
    Ko,
    Skopeo,
    /// What it costs at least: compress, hash, send.
    Compressed,
    /// The same without compression.
    Bare,
}

pub(super) const TOOLS: [Tool; 6] =
    [Tool::Podwright, Tool::Crane, Tool::Ko, Tool::Skopeo, Tool::Compressed, Tool::Bare];

/// Where a tool works.
pub(super) struct Place {
    /// The registry: `host:port`.
    pub(super) host: String,
    /// The program that packages as a library does.
    pub(super) pusher: PathBuf,
    /// Where it remembers what it packaged.
    pub(super) cache: PathBuf,
    /// A folder with a Go program, and a `go` that builds it by copying ours.
    pub(super) go: PathBuf,
}

/// Sends the file `$1` as a blob to `$2`, the URL of a repository. It is what the protocol wants at least: a digest and two
/// requests.
const SEND: &str = "digest=$(openssl sha256 -r \"$1\" | cut -d' ' -f1); \
    session=$(curl -sf -D - -o /dev/null -X POST -H 'Content-Length: 0' \"$2/blobs/uploads/\" | tr -d '\\r' | sed -n 's/^[Ll]ocation: //p'); \
    curl -sf -o /dev/null -T \"$1\" -H 'Content-Type: application/octet-stream' \"$session&digest=sha256:$digest\"";

/// Compresses the file `$1` before.
const COMPRESS: &str = "zstd -q -1 -f \"$1\" -o \"$1.zst\"; set -- \"$1.zst\" \"$2\"; ";

impl Tool {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Podwright => "podwright",
            Self::Crane => "crane append",
            Self::Ko => "ko",
            Self::Skopeo => "skopeo, ready layout",
            Self::Compressed => "zstd -1 and curl",
            Self::Bare => "curl alone",
        }
    }

    /// Where it sends to.
    pub(super) fn repository(self) -> &'static str {
        match self {
            Self::Podwright => "podwright/app",
            Self::Crane => "crane/app",
            Self::Ko => "ko/app",
            Self::Skopeo => "skopeo/app",
            Self::Compressed => "compressed/app",
            Self::Bare => "bare/app",
        }
    }

    /// Whether it sends an image, and not a blob alone.
    pub(super) fn is_packager(self) -> bool {
        !matches!(self, Self::Compressed | Self::Bare)
    }

    /// What of it is not here, and how one comes by it.
    pub(super) fn missing(self) -> Option<String> {
        let needs: &[(&str, &str)] = match self {
            Self::Podwright => &[],
            Self::Crane => {
                &[("crane", "`go install github.com/google/go-containerregistry/cmd/crane@v0.22.1`")]
            }
            Self::Ko => &[("ko", "`go install github.com/google/ko@v0.19.1`"), ("go", "Go")],
            Self::Skopeo => &[("skopeo", "Debian's package skopeo"), ("zstd", "Debian's package zstd")],
            Self::Compressed => &[("zstd", "Debian's package zstd"), ("openssl", "Debian's package openssl")],
            Self::Bare => &[("openssl", "Debian's package openssl")],
        };
        let (program, from) = needs.iter().find(|(program, _)| find(program).is_none())?;
        Some(format!("`{program}` is not here ({from})"))
    }

    /// Sends a variant of the program to its repository.
    pub(super) fn command(self, place: &Place, variant: &Variant) -> Command {
        let repository = format!("{}/{}", place.host, self.repository());
        let base = format!("{}/base:1", place.host);
        match self {
            Self::Podwright => {
                let mut command = Command::new(&place.pusher);
                command
                    .env("XDG_CACHE_HOME", &place.cache)
                    .arg(&variant.program)
                    .arg(format!("{repository}:1"));
                command
            }
            Self::Crane => {
                let mut command = found("crane");
                command.args(["append", "-b", &base, "-f"]).arg(&variant.archive);
                command.args(["-t", &format!("{repository}:1")]);
                command
            }
            Self::Ko => {
                let mut command = found("ko");
                command.current_dir(&place.go).env("KO_GO_PATH", place.go.join("go"));
                command.env("KO_PROGRAM", &variant.program).env("KO_DEFAULTBASEIMAGE", base);
                command.env("KO_DOCKER_REPO", repository);
                command.args(["build", "--bare", "--sbom=none", "--tags=1", "."]);
                command
            }
            Self::Skopeo => {
                let mut command = found("skopeo");
                command.args([
                    "copy",
                    "-q",
                    "--insecure-policy",
                    "--dest-tls-verify=false",
                    "--preserve-digests",
                ]);
                command.arg(format!("oci:{}:1", variant.layout.display()));
                command.arg(format!("docker://{repository}:1"));
                command
            }
            Self::Compressed => script(&format!("{COMPRESS}{SEND}"), &variant.archive, &repository),
            Self::Bare => send(&variant.archive, &repository),
        }
    }
}

/// Sends a file as a blob to a repository, `host:port/name`.
pub(super) fn send(file: &Path, repository: &str) -> Command {
    script(SEND, file, repository)
}

fn script(script: &str, file: &Path, repository: &str) -> Command {
    let (host, name) = repository.split_once('/').unwrap_or((repository, ""));
    let mut command = Command::new("sh");
    command.args(["-euc", script, "sh"]).arg(file).arg(format!("http://{host}/v2/{name}"));
    command
}

/// Writes a Go program for ko, and a `go` that builds it by copying ours: no compiler is measured.
pub(super) fn write_go_program(folder: &Path) -> Result<()> {
    const GO: &str = "#!/bin/sh\n[ \"$1\" = build ] || exec go \"$@\"\n\
        while [ \"$1\" != -o ]; do shift; done\nexec cp \"$KO_PROGRAM\" \"$2\"\n";
    fs::create_dir_all(folder)?;
    for (name, text) in [
        ("go.mod", "module example.com/app\n\ngo 1.21\n"),
        ("main.go", "package main\n\nfunc main() {}\n"),
        ("go", GO),
    ] {
        fs::write(folder.join(name), text)?;
    }
    fs::set_permissions(folder.join("go"), PermissionsExt::from_mode(0o755)).context("writing a Go program")
}

fn found(program: &str) -> Command {
    Command::new(find(program).unwrap_or_else(|| program.into()))
}

/// A program in one of the folders of PATH, or beside what the throwaway cluster is built to.
pub(super) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let cache = env::var_os("CLUSTER_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache/podlab")));
    let folders = env::split_paths(&path).chain(cache.map(|cache| cache.join("go/bin")));
    folders.map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A command as one types it.
pub(super) fn shown(command: &Command) -> String {
    let variables = command
        .get_envs()
        .filter_map(|(name, value)| Some(format!("{}={}", name.display(), value?.display())));
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = command.get_args().map(|word| {
        let word = word.display().to_string();
        if word.contains(' ') { format!("'{}'", word.replace('\'', "'\\''")) } else { word }
    });
    let all = variables.chain([program.display().to_string()]).chain(words);
    all.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_with_its_variables_and_without_folders() {
        let mut command = Command::new("/usr/bin/env");
        command.env("A", "b").args(["c", "d e'f"]);
        assert_eq!(shown(&command), "A=b env c 'd e'\\''f'");
    }

    #[test]
    fn a_program_is_found_where_the_path_has_it() {
        assert!(find("sh").is_some_and(|sh| sh.is_absolute()));
        assert_eq!(find("a-program-of-nobody"), None);
    }
}
