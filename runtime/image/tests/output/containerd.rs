//! A containerd of the test's own, which takes an image and unpacks it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use podwright_image::{Compression, Containerd};
use tempfile::TempDir;

use crate::{NAME, image};

/// Ends with the test.
struct Daemon {
    child: Child,
    folder: TempDir,
}

impl Daemon {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = "version = 2\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n".to_owned();
        let place = folder.path().display();
        let _ = writeln!(
            config,
            "root = '{place}/root'\nstate = '{place}/state'\n[grpc]\naddress = '{place}/socket'"
        );
        let file = folder.path().join("config.toml");
        std::fs::write(&file, config).unwrap();
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let child =
            Command::new("containerd").arg("--config").arg(file).stdout(Stdio::null()).stderr(log).spawn();
        let daemon =
            Self { child: child.expect("containerd is installed (Debian's package containerd)"), folder };
        let begun = Instant::now();
        while !daemon.client(&["version"]).status.success() {
            assert!(begun.elapsed() < Duration::from_secs(30), "containerd did not come up");
            std::thread::sleep(Duration::from_millis(50));
        }
        daemon
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    fn client(&self, arguments: &[&str]) -> Output {
        let mut client = Command::new("ctr");
        client.arg("--address").arg(self.socket()).args(["--namespace", "k8s.io"]).args(arguments);
        client.output().expect("ctr comes with containerd")
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn containerd_takes_an_image_and_has_its_files() {
    if std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() != 0) {
        let skipped =
            "skipped: containerd_takes_an_image_and_has_its_files: it must be root to run containerd";
        let _ = writeln!(std::io::stderr(), "{skipped}");
        return;
    }
    let daemon = Daemon::start();
    let containerd = Containerd { socket: daemon.socket(), namespace: "k8s.io".to_owned() };
    let image = image(Compression::None);
    image.import(&containerd, NAME).unwrap();

    let listed = String::from_utf8(daemon.client(&["images", "list"]).stdout).unwrap();
    let line = listed.lines().find(|line| line.starts_with(NAME)).expect(&listed);
    assert!(line.contains(image.digest().as_str()), "{line}");

    let root = daemon.folder.path().join("mounted");
    std::fs::create_dir(&root).unwrap();
    let root_text = root.display().to_string();
    let mounted = daemon.client(&["images", "mount", NAME, &root_text]);
    assert!(mounted.status.success(), "{}", String::from_utf8_lossy(&mounted.stderr));
    let seen = std::fs::read(root.join("data/test.rs"));
    let unmounted = daemon.client(&["images", "unmount", &root_text]);
    assert!(unmounted.status.success(), "{}", String::from_utf8_lossy(&unmounted.stderr));
    assert_eq!(seen.unwrap(), std::fs::read("tests/output/main.rs").unwrap());
}

#[test]
fn a_socket_of_nobody_is_an_error_that_names_it() {
    let containerd = Containerd { socket: "/nowhere/socket".into(), namespace: "k8s.io".to_owned() };
    let error = image(Compression::None).import(&containerd, NAME).unwrap_err().to_string();
    assert!(error.starts_with("containerd at `/nowhere/socket` did not take the image"), "{error}");
}
