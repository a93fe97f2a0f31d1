//! A rust-analyzer over this workspace, and what its protocol has for an editor. It knows nothing of templates.
//!
//! One file is open in it, with whatever text a test gives it; the file on the disk stays as it is.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// No answer takes so long on the slowest machine: the first one waits until the macros are built.
const PATIENCE: Duration = Duration::from_secs(300);

/// What the server says where it wants to be asked again: the text changed meanwhile, or it cancelled the question itself.
const ASK_AGAIN: [i64; 2] = [-32801, -32802];

/// A position of a text: line and column, both from 0, columns in bytes.
type Position = (usize, usize);

/// A rust-analyzer that runs. It ends with this process, which holds the other end of its input.
pub(crate) struct Server {
    process: Child,
    messages: Receiver<Value>,
    asked: u64,
    is_quiet: bool,
    open: Option<String>,
    version: u64,
}

/// Why there is no rust-analyzer; `None` where there is one, with the standard library's sources that it reads.
pub(crate) fn missing() -> Option<&'static str> {
    let said = |program: &str, argument: &[&str]| {
        let output =
            Command::new(program).args(argument).output().ok().filter(|output| output.status.success());
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    if said("rust-analyzer", &["--version"]).is_none() {
        return Some("there is no `rust-analyzer`: `rustup component add rust-analyzer`");
    }
    let sysroot = said("rustc", &["--print", "sysroot"]).unwrap_or_default();
    let has_sources = Path::new(&sysroot).join("lib/rustlib/src/rust/library/Cargo.toml").exists();
    (!has_sources).then_some("rust-analyzer has no sources of `std`: `rustup component add rust-src`")
}

impl Server {
    /// Starts one, and waits until it has read the workspace and built its macros.
    pub(crate) fn start() -> Server {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut command = Command::new("rust-analyzer");
        command.current_dir(root).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // What cargo tells a test of its package: build scripts that look at it would run anew, here and in the next build.
        let of_the_package = |name: &str| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "OUT_DIR"
        };
        for (name, _) in std::env::vars().filter(|(name, _)| of_the_package(name)) {
            command.env_remove(name);
        }
        let mut process = command.spawn().unwrap();
        let (sender, messages) = channel();
        let output = BufReader::new(process.stdout.take().unwrap());
        thread::spawn(move || read(output, &sender));
        let mut server = Server { process, messages, asked: 0, is_quiet: false, open: None, version: 0 };
        server.ask("initialize", &initialize(root));
        server.tell("initialized", &json!({}));
        while !server.is_quiet {
            let message = server.next();
            server.heed(&message);
        }
        server
    }

    /// Puts a text into a file of the examples.
    pub(crate) fn open(&mut self, file: &str, text: &str) {
        let uri = format!("file://{}/{file}", env!("CARGO_MANIFEST_DIR"));
        self.version += 1;
        if self.open.as_ref() == Some(&uri) {
            let document = json!({ "uri": uri, "version": self.version });
            let changes = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
            self.tell("textDocument/didChange", &changes);
            return;
        }
        if let Some(open) = self.open.replace(uri.clone()) {
            self.tell("textDocument/didClose", &json!({ "textDocument": { "uri": open } }));
        }
        let document = json!({ "uri": uri, "languageId": "rust", "version": self.version, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    }

    /// What is shown where the pointer rests.
    pub(crate) fn hover(&mut self, at: Position) -> String {
        let answer = self.ask_at("textDocument/hover", at);
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// What is offered at the cursor.
    pub(crate) fn completions(&mut self, at: Position) -> Vec<String> {
        let answer = self.ask_at("textDocument/completion", at);
        let items = answer["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    /// The files and lines, from 1, where what stands there is defined.
    pub(crate) fn definitions(&mut self, at: Position) -> Vec<(String, usize)> {
        let answer = self.ask_at("textDocument/definition", at);
        let places = answer.as_array().cloned().unwrap_or_default();
        let place = |place: &Value| {
            let line = place["range"]["start"]["line"].as_u64().unwrap();
            (place["uri"].as_str().unwrap().replace("file://", ""), usize::try_from(line).unwrap() + 1)
        };
        places.iter().map(place).collect()
    }

    /// What it says itself of the open file, without what rustc says when the file is saved.
    pub(crate) fn diagnostics(&mut self) -> Vec<String> {
        let answer = self.ask("textDocument/diagnostic", &json!({ "textDocument": { "uri": self.open } }));
        let items =
            answer["items"].as_array().expect("the server gives diagnostics when it is asked").clone();
        items.iter().map(|item| item["message"].as_str().unwrap().to_owned()).collect()
    }

    fn ask_at(&mut self, method: &str, (line, column): Position) -> Value {
        let position = json!({ "line": line, "character": column });
        self.ask(method, &json!({ "textDocument": { "uri": self.open }, "position": position }))
    }

    fn ask(&mut self, method: &str, parameters: &Value) -> Value {
        loop {
            self.asked += 1;
            let id = self.asked;
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
            let answer = loop {
                let message = self.next();
                if message["id"] == id && message.get("method").is_none() {
                    break message;
                }
                self.heed(&message);
            };
            match answer.get("error") {
                None => return answer["result"].clone(),
                Some(error) if ASK_AGAIN.iter().any(|code| error["code"] == *code) => {}
                Some(error) => panic!("{method}: {error}"),
            }
        }
    }

    fn tell(&mut self, method: &str, parameters: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let input = self.process.stdin.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        input.flush().unwrap();
    }

    fn next(&self) -> Value {
        self.messages.recv_timeout(PATIENCE).expect("rust-analyzer says something")
    }

    /// Answers what the server asks, and keeps what it says of itself.
    fn heed(&mut self, message: &Value) {
        if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null }));
        } else if message["method"] == "experimental/serverStatus" {
            let status = &message["params"];
            self.is_quiet = status["quiescent"] == true;
            assert!(!self.is_quiet || status["health"] == "ok", "{status}");
        }
    }
}

fn initialize(root: &Path) -> Value {
    // Neither is of use to what is asked here, and both take the processor for minutes.
    let options = json!({ "checkOnSave": false, "cachePriming": { "enable": false }, "files": { "watcher": "client" } });
    let capabilities = json!({
        "general": { "positionEncodings": ["utf-8"] },
        "textDocument": { "diagnostic": {}, "hover": { "contentFormat": ["markdown"] } },
        "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } },
        "experimental": { "serverStatusNotification": true },
    });
    json!({
        "processId": std::process::id(),
        "rootUri": format!("file://{}", root.display()),
        "initializationOptions": options,
        "capabilities": capabilities,
    })
}

/// Hands on each message of the server: a head with its length, and JSON.
fn read(mut output: BufReader<ChildStdout>, messages: &Sender<Value>) {
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if output.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse().unwrap();
            } else if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        output.read_exact(&mut body).unwrap();
        if messages.send(serde_json::from_slice(&body).unwrap()).is_err() {
            return;
        }
    }
}
