//! Packaging on a machine that is not as it should be: full, private, or changed meanwhile.
#![cfg(target_os = "linux")]

use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Output};

use podwright_image::{Asset, Cache, Executable, Options, package};
use tempfile::TempDir;

use crate::credentials::example;
use crate::server::Server;

/// Set where a test's own program is started to be looked at.
const SUBJECT: &str = "PODWRIGHT_TEST_SUBJECT";

fn options() -> Options {
    Options { cache: Cache::Off, ..Options::default() }
}

/// A file system of 64 KiB.
struct Small(TempDir);

impl Small {
    /// None for who may not make one.
    fn new(test: &str) -> Option<Self> {
        if std::fs::metadata("/proc/self").unwrap().uid() != 0 {
            let _ = writeln!(std::io::stderr(), "skipped: {test}: it must be root to mount a file system");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        let mounted =
            mount.args(["-t", "tmpfs", "-o", "size=64k", "none"]).arg(folder.path()).status().unwrap();
        assert!(mounted.success());
        Some(Self(folder))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

/// Pushes a program with a variable set.
fn push(server: &Server, program: &str, arguments: &[&str], variable: (&str, &Path)) -> Output {
    let mut push = Command::new(example());
    push.args([program, &format!("{}/team/app", server.host)]).args(arguments);
    push.env(variable.0, variable.1).output().unwrap()
}

#[test]
fn a_full_disk_is_named_with_what_to_do() {
    let Some(small) = Small::new("a_full_disk_is_named_with_what_to_do") else { return };
    let server = Server::open();
    let output = push(&server, "/bin/true", &["--cold"], ("TMPDIR", small.0.path()));
    let error = String::from_utf8_lossy(&output.stderr);
    let place = small.0.path().display();
    assert!(error.contains(&format!("cannot write the layer to `{place}`: No space left")), "{error}");
    assert!(error.contains("make room there, or set TMPDIR to another folder"), "{error}");
    assert_eq!(std::fs::read_dir(small.0.path()).unwrap().count(), 0, "nothing is left there");
}

#[test]
fn a_cache_that_is_full_is_done_without() {
    let Some(small) = Small::new("a_cache_that_is_full_is_done_without") else { return };
    let written = std::fs::write(small.0.path().join("all"), vec![0; 128 << 10]);
    assert_eq!(written.unwrap_err().kind(), std::io::ErrorKind::StorageFull);
    let server = Server::open();
    for _ in 0..2 {
        let output = push(&server, "/bin/true", &[], ("XDG_CACHE_HOME", small.0.path()));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn an_image_is_the_same_for_who_keeps_files_to_themselves() {
    let (server, folder) = (Server::open(), tempfile::tempdir().unwrap());
    let digest = |umask: &str, mode: u32| {
        let program = folder.path().join("program");
        std::fs::copy("/bin/true", &program).unwrap();
        std::fs::set_permissions(&program, PermissionsExt::from_mode(mode)).unwrap();
        let output = Command::new("sh")
            .args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")])
            .arg(example())
            .arg(program)
            .args([&format!("{}/team/app", server.host)])
            .env("XDG_CACHE_HOME", folder.path().join(umask))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().last().unwrap().to_owned()
    };
    let (open, private) = (digest("022", 0o755), digest("077", 0o700));
    assert!(open.contains("@sha256:"), "{open}");
    assert_eq!(open, private);
}

/// Runs `test` of this program alone, in a process of its own that knows to be the subject; what it prints.
fn as_subject(program: &Path, test: &str) -> String {
    let arguments = ["--exact", test, "--nocapture", "--test-threads=1"];
    let output = Command::new(program).args(arguments).env(SUBJECT, "1").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stderr).unwrap()
}

fn is_subject() -> bool {
    std::env::var_os(SUBJECT).is_some()
}

#[test]
fn a_program_that_is_replaced_while_it_runs_is_packaged_as_it_runs() {
    if is_subject() {
        let own = std::env::current_exe().unwrap();
        std::fs::remove_file(&own).unwrap();
        std::fs::copy("/bin/true", &own).unwrap();
        let image = package(&Executable::running().unwrap(), &options()).unwrap();
        let _ = writeln!(std::io::stderr(), "\npackaged {}", image.digest());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join(std::env::current_exe().unwrap().file_name().unwrap());
    std::fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
    let said = as_subject(&copy, "machine::a_program_that_is_replaced_while_it_runs_is_packaged_as_it_runs");
    let as_it_runs = package(&Executable::running().unwrap(), &options()).unwrap().digest();
    assert!(said.contains(&format!("packaged {as_it_runs}")), "{said} {as_it_runs}");
}

/// A figure of /proc/self/status, in KiB.
fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim_matches([':', ' ', '\t', 'k', 'B']).parse().unwrap()
}

#[test]
fn four_gibibytes_of_files_are_packaged_in_little_memory() {
    const MOST: u64 = 64 << 10;
    if is_subject() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("large");
        std::fs::File::create(&file).unwrap().set_len(4 << 30).unwrap();
        let idle = status("VmRSS");
        let assets = vec![Asset { from: file, to: "/data/large".into() }];
        let image = package(&Executable::running().unwrap(), &Options { assets, ..options() }).unwrap();
        let _ = writeln!(std::io::stderr(), "\npeak {} of {}", status("VmHWM") - idle, image.size());
        return;
    }
    let own = std::env::current_exe().unwrap();
    let said = as_subject(&own, "machine::four_gibibytes_of_files_are_packaged_in_little_memory");
    let peak = said.lines().find_map(|line| line.strip_prefix("peak ")?.split_once(" of ")).unwrap().0;
    let _ = writeln!(std::io::stderr(), "4 GiB of files: {peak} KiB over the idle program");
    assert!(peak.parse::<u64>().unwrap() <= MOST, "{said}");
}
