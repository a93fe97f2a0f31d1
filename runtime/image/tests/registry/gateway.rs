//! A proxy that speaks HTTP, one request a connection, and misbehaves at the requests that it is told to.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    HeadManifest,
    HeadBlob,
    PostUpload,
    PatchBlob,
    PutBlob,
    /// How far an upload is.
    GetUpload,
    PutManifest,
    GetManifest,
    GetBlob,
    Token,
}

impl Step {
    /// What a push to a registry that asks for no token makes.
    pub(crate) const OF_PUSH: [Self; 5] =
        [Self::HeadManifest, Self::HeadBlob, Self::PostUpload, Self::PutBlob, Self::PutManifest];

    fn of(line: &str) -> Option<Self> {
        let (method, path) = line.split_once(' ')?;
        let of_upload = path.contains("/blobs/uploads/");
        match (method, path.contains("/manifests/")) {
            ("HEAD", true) => Some(Self::HeadManifest),
            ("PUT", true) => Some(Self::PutManifest),
            ("GET", true) => Some(Self::GetManifest),
            ("HEAD", false) => Some(Self::HeadBlob),
            ("POST", false) if of_upload => Some(Self::PostUpload),
            ("PATCH", false) if of_upload => Some(Self::PatchBlob),
            ("PUT", false) if of_upload => Some(Self::PutBlob),
            ("GET", false) if of_upload => Some(Self::GetUpload),
            ("GET", false) if path.contains("/blobs/") => Some(Self::GetBlob),
            _ if path.starts_with("/token") => Some(Self::Token),
            _ => None,
        }
    }
}

/// Whether a request of this first line, with a body of this size, is the one that is meant.
type Asked = Arc<dyn Fn(&str, usize) -> bool + Send + Sync>;

/// What goes wrong with a request.
#[derive(Clone)]
pub(crate) enum Fault {
    /// It is answered with this status, header lines and all, and this body.
    Answer(&'static str, &'static str),
    /// The connection is cut after this many bytes of it.
    CutRequest(usize),
    /// It is passed on, and the connection is cut after this many bytes of the answer.
    CutAnswer(usize),
    /// It is never read to its end, nor answered.
    Stall,
    /// It is passed on late.
    Slow(Duration),
    /// It is passed on without the parameters of its URL.
    WithoutQuery,
    /// The answer names a digest that nothing has.
    OtherDigest,
    /// The token that it bears is good no more, here and later.
    Expired,
    /// Something happens before it is passed on.
    After(Arc<dyn Fn() + Send + Sync>),
    /// The head of the answer is made into another.
    Rewritten(Arc<dyn Fn(String) -> String + Send + Sync>),
    /// It is refused with this status and body where it is as said of its first line and the size of its body.
    Refused(Asked, &'static str, &'static str),
}

impl Fault {
    /// The answer lacks the lines with this name.
    pub(crate) fn without(name: &'static str) -> Self {
        Self::Rewritten(Arc::new(move |head| {
            let is_other = |line: &&str| !line.to_lowercase().starts_with(&format!("{name}:"));
            head.split_inclusive("\r\n").filter(is_other).collect()
        }))
    }

    /// The answer has one more line.
    pub(crate) fn with(line: &'static str) -> Self {
        Self::Rewritten(Arc::new(move |head| head.replacen("\r\n", &format!("\r\n{line}\r\n"), 1)))
    }

    /// The place that the answer names is made into another.
    pub(crate) fn elsewhere(place: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        Self::Rewritten(Arc::new(move |head| {
            let line = head.lines().find(|line| line.starts_with("Location: ")).map(str::to_owned);
            let line = line.unwrap_or_else(|| panic!("{head}"));
            head.replacen(&line, &format!("Location: {}", place(&line["Location: ".len()..])), 1)
        }))
    }
}

pub(crate) const NO_DIGEST: &str = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

/// A folder that the gateway takes uploads in beside the registry's own.
pub(crate) const ELSEWHERE: &str = "/artifacts-uploads";

/// What is wrong with requests of a kind, and how often.
pub(crate) type Rule = (Step, usize, Fault);

pub(crate) struct Gateway {
    pub(crate) host: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    target: String,
    rules: Mutex<Vec<Rule>>,
    lines: Mutex<Vec<String>>,
    /// The `authorization` line whose token is good no more.
    expired: Mutex<Option<String>>,
}

impl Gateway {
    pub(crate) fn before(target: &str, rules: Vec<Rule>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let state = State { target: target.to_owned(), rules: Mutex::new(rules), ..State::default() };
        let state = Arc::new(state);
        let shared = state.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let state = shared.clone();
                // What goes wrong with one connection is seen by whoever made it.
                thread::spawn(move || state.serve(client).ok());
            }
        });
        Self { host, state }
    }

    /// How often rules have still to be met.
    pub(crate) fn left(&self) -> usize {
        self.state.rules.lock().unwrap().iter().map(|(_, times, _)| times).sum()
    }

    /// The first lines of the requests of this kind.
    pub(crate) fn lines(&self, step: Step) -> Vec<String> {
        let lines = self.state.lines.lock().unwrap();
        lines.iter().filter(|line| Step::of(line) == Some(step)).cloned().collect()
    }

    /// How many requests there were of any kind.
    pub(crate) fn requests(&self) -> usize {
        self.state.lines.lock().unwrap().len()
    }

    /// How many requests of this kind there were.
    pub(crate) fn count(&self, step: Step) -> usize {
        self.lines(step).len()
    }
}

impl State {
    fn fault(&self, line: &str) -> Option<Fault> {
        let step = Step::of(line)?;
        let mut rules = self.rules.lock().unwrap();
        let rule = rules.iter_mut().find(|(of, times, _)| *of == step && *times > 0)?;
        rule.1 -= 1;
        Some(rule.2.clone())
    }

    fn serve(&self, client: TcpStream) -> io::Result<()> {
        let mut reader = BufReader::new(client);
        let (mut head, mut length) = (String::new(), 0);
        while reader.read_line(&mut head)? > 2 {
            let line = head.lines().last().unwrap().to_ascii_lowercase();
            length = line.strip_prefix("content-length: ").map_or(length, |length| length.parse().unwrap());
        }
        // Where Google's registry takes uploads; the target knows of no such place.
        head = head.replacen(ELSEWHERE, "", 1);
        let line = head.lines().next().unwrap_or_default().to_owned();
        self.lines.lock().unwrap().push(line.clone());
        let fault = self.fault(&line);
        if matches!(fault, Some(Fault::Stall)) {
            thread::sleep(Duration::from_secs(60));
            return Ok(());
        }
        if let Some(Fault::Refused(is_so, status, said)) = &fault
            && is_so(&line, length)
        {
            // As nginx does it: answered before the body is there, which is read nevertheless.
            reader.get_mut().write_all(&answered(status, said))?;
            reader.get_mut().shutdown(Shutdown::Write)?;
            return io::copy(&mut reader, &mut io::sink()).map(drop);
        }
        let wanted = match fault {
            Some(Fault::CutRequest(limit)) => length.min(limit.saturating_sub(head.len())),
            _ => length,
        };
        let mut body = vec![0; wanted];
        reader.read_exact(&mut body)?;
        let mut client = reader.into_inner();
        let answer = self.answer(&line, head, &body, fault)?;
        client.write_all(&answer)?;
        client.shutdown(Shutdown::Both)
    }

    fn answer(&self, line: &str, mut head: String, body: &[u8], fault: Option<Fault>) -> io::Result<Vec<u8>> {
        let bearer = head.lines().find(|line| line.starts_with("authorization: ")).map(str::to_owned);
        match fault {
            Some(Fault::Answer(status, said)) => return Ok(answered(status, said)),
            Some(Fault::Rewritten(other)) => {
                let answer = self.pass(&head, body, usize::MAX)?;
                let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap_or(answer.len());
                let (head, rest) = answer.split_at(end);
                let head = other(String::from_utf8_lossy(head).into_owned() + "\r\n");
                return Ok([head.trim_end().as_bytes(), rest].concat());
            }
            Some(Fault::CutRequest(limit)) => return self.pass(&head, body, limit),
            Some(Fault::CutAnswer(limit)) => {
                let mut answer = self.pass(&head, body, usize::MAX)?;
                answer.truncate(limit);
                return Ok(answer);
            }
            Some(Fault::OtherDigest) => return Ok(with_other_digest(&self.pass(&head, body, usize::MAX)?)),
            Some(Fault::WithoutQuery) => {
                let path = line.split(['?', ' ']).take(2).collect::<Vec<_>>().join(" ");
                head = head.replacen(line, &format!("{path} HTTP/1.1"), 1);
            }
            Some(Fault::Expired) => self.expired.lock().unwrap().clone_from(&bearer),
            Some(Fault::Slow(late)) => thread::sleep(late),
            Some(Fault::After(happens)) => happens(),
            // What was to be refused was answered before.
            Some(Fault::Stall | Fault::Refused(..)) | None => {}
        }
        if let Some(bearer) = bearer.filter(|bearer| self.expired.lock().unwrap().as_ref() == Some(bearer)) {
            head = head.replace(&bearer, "authorization: Bearer expired");
        }
        self.pass(&head, body, usize::MAX)
    }

    /// Passes `limit` bytes of a request on; the whole answer, or none where the request was cut.
    fn pass(&self, head: &str, body: &[u8], limit: usize) -> io::Result<Vec<u8>> {
        let request = [head.replacen("\r\n", "\r\nConnection: close\r\n", 1).as_bytes(), body].concat();
        let mut server = TcpStream::connect(&self.target)?;
        server.write_all(&request[..limit.min(request.len())])?;
        let mut answer = Vec::new();
        if limit >= request.len() {
            server.read_to_end(&mut answer)?;
        }
        Ok(answer)
    }
}

fn answered(status: &str, said: &str) -> Vec<u8> {
    let length = said.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    (head + said).into_bytes()
}

fn with_other_digest(answer: &[u8]) -> Vec<u8> {
    const NAME: &[u8] = b"Docker-Content-Digest: ";
    let mut answer = answer.to_vec();
    if let Some(at) = answer.windows(NAME.len()).position(|bytes| bytes == NAME) {
        let at = at + NAME.len();
        answer[at..at + NO_DIGEST.len()].copy_from_slice(NO_DIGEST.as_bytes());
    }
    answer
}
