//! A program that runs: what it has said so far and when, signals to it, and its end.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{JoinHandle, spawn};
use std::time::{Duration, Instant, SystemTime};

use crate::place::Said;

/// A program that was started.
pub(crate) struct Running {
    child: Child,
    lines: Receiver<(SystemTime, String)>,
    said: Vec<(SystemTime, String)>,
    out: Option<JoinHandle<String>>,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (send, lines) = channel();
        let stderr = child.stderr.take().unwrap();
        spawn(move || {
            for line in BufReader::new(stderr).split(b'\n') {
                let line = String::from_utf8_lossy(&line.unwrap()).into_owned();
                if send.send((SystemTime::now(), line)).is_err() {
                    break;
                }
            }
        });
        let mut stdout = child.stdout.take().unwrap();
        let out = spawn(move || {
            let mut text = Vec::new();
            stdout.read_to_end(&mut text).unwrap();
            String::from_utf8_lossy(&text).trim_end().to_owned()
        });
        Self { child, lines, said: Vec::new(), out: Some(out) }
    }

    /// The first line on stderr that has these words, and when it came; waits for it.
    #[track_caller]
    pub(crate) fn until(&mut self, words: &str) -> (SystemTime, String) {
        const PATIENCE: Duration = Duration::from_secs(60);
        let begun = Instant::now();
        if let Some(found) = self.said.iter().find(|(_, line)| line.contains(words)) {
            return found.clone();
        }
        while let Ok(said) = self.lines.recv_timeout(PATIENCE.saturating_sub(begun.elapsed())) {
            self.said.push(said.clone());
            if said.1.contains(words) {
                return said;
            }
        }
        panic!("`{words}` was not said: {:#?}", self.said)
    }

    /// Waits until it has something to do about SIGINT.
    pub(crate) fn until_it_listens(&self) {
        const SIGINT: u64 = 1 << 1;
        let begun = Instant::now();
        loop {
            let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
            let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
            if u64::from_str_radix(caught.trim(), 16).unwrap() & SIGINT != 0 {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not listen");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Sends SIGINT, as Ctrl-C does.
    pub(crate) fn interrupt(&self) {
        let kill = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(kill.unwrap().success());
    }

    /// Ends the program where a test has seen enough of it.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end: all that it said.
    pub(crate) fn end(mut self) -> Said {
        let status = self.child.wait().unwrap();
        let out = self.out.take().unwrap().join().unwrap();
        self.said.extend(self.lines.iter());
        let lines: Vec<_> = self.said.into_iter().map(|(_, line)| line).collect();
        Said { status: status.code().unwrap_or(-1), out, err: lines.join("\n") }
    }
}
