//! A network that fails on purpose: a TCP proxy whose connections are cut, refused, or left without an answer.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::spawn;

/// Passes connections on to a server.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    ways: Arc<Ways>,
}

struct Ways {
    server: SocketAddr,
    open: Mutex<Vec<TcpStream>>,
    refusing: AtomicBool,
    silent: AtomicBool,
    /// Whether what passes is plain HTTP, a request a connection, so that requests can be told apart.
    plain_http: bool,
    fault: Mutex<Option<Fault>>,
    /// Whether the fault has happened.
    faulty: AtomicBool,
}

/// What becomes of requests of plain HTTP.
#[derive(Clone, Copy)]
enum Fault {
    /// The first one for a watch is told that its place is forgotten.
    ForgottenWatch,
    /// Those that create something at a path with these words get no answer.
    NothingCreated(&'static str),
}

impl Proxy {
    pub(crate) fn to(server: SocketAddr) -> Self {
        Self::new(server, false)
    }

    /// To a server that speaks plain HTTP.
    pub(crate) fn to_plain_http(server: SocketAddr) -> Self {
        Self::new(server, true)
    }

    fn new(server: SocketAddr, plain_http: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let ways = Arc::new(Ways {
            server,
            open: Mutex::default(),
            refusing: AtomicBool::new(false),
            silent: AtomicBool::new(false),
            plain_http,
            fault: Mutex::default(),
            faulty: AtomicBool::new(false),
        });
        let accepting = ways.clone();
        spawn(move || {
            for client in listener.incoming().flatten() {
                let ways = accepting.clone();
                spawn(move || ways.pass(client));
            }
        });
        Self { address, ways }
    }

    /// Ends every connection; the next ones are taken.
    pub(crate) fn cut(&self) {
        for stream in self.ways.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// The server is gone: what is open is cut, and what comes is ended at once.
    pub(crate) fn refuse(&self) {
        self.ways.refusing.store(true, Ordering::SeqCst);
        self.cut();
    }

    /// The server is there again.
    pub(crate) fn serve(&self) {
        self.ways.refusing.store(false, Ordering::SeqCst);
    }

    /// New connections are taken and get no answer.
    pub(crate) fn fall_silent(&self) {
        self.ways.silent.store(true, Ordering::SeqCst);
    }

    /// Cuts everything, and tells the next watch that its place is forgotten.
    pub(crate) fn forget_watches(&self) {
        *self.ways.fault.lock().unwrap() = Some(Fault::ForgottenWatch);
        self.cut();
    }

    /// Leaves whoever wants to create something at a path with these words without an answer.
    pub(crate) fn create_nothing(&self, at: &'static str) {
        *self.ways.fault.lock().unwrap() = Some(Fault::NothingCreated(at));
    }

    /// Whether a request was answered otherwise, or not at all.
    pub(crate) fn was_faulty(&self) -> bool {
        self.ways.faulty.load(Ordering::SeqCst)
    }
}

impl Ways {
    fn pass(&self, client: TcpStream) {
        if self.refusing.load(Ordering::SeqCst) {
            return;
        }
        self.open.lock().unwrap().push(client.try_clone().unwrap());
        if self.silent.load(Ordering::SeqCst) {
            // Kept open by the list above.
            return;
        }
        let mut server = TcpStream::connect(self.server).unwrap();
        self.open.lock().unwrap().push(server.try_clone().unwrap());
        let mut from = client.try_clone().unwrap();
        if self.plain_http {
            let head = head(&mut from);
            if self.fails(&head, &client) {
                return;
            }
            // A connection has one request, so that the next one is seen here too.
            let head = head.replacen("\r\n", "\r\nConnection: close\r\n", 1);
            server.write_all(head.as_bytes()).unwrap();
        }
        let (to_client, to_server) = (client, server.try_clone().unwrap());
        spawn(move || copy(server, to_client));
        copy(from, to_server);
    }

    /// Whether it is this request that fails; what is said to it then.
    fn fails(&self, head: &str, client: &TcpStream) -> bool {
        let mut fault = self.fault.lock().unwrap();
        let fails = match *fault {
            Some(Fault::ForgottenWatch) if head.contains("watch=true") => {
                *fault = None;
                forgotten(client);
                true
            }
            Some(Fault::NothingCreated(at)) => {
                head.lines().next().is_some_and(|line| line.starts_with("POST ") && line.contains(at))
            }
            _ => false,
        };
        self.faulty.fetch_or(fails, Ordering::SeqCst);
        fails
    }
}

/// The head of a request; empty where none came.
fn head(from: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && from.read(&mut byte).is_ok_and(|read| read == 1) {
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

/// What an API server says whose history does not go back so far (`apierrors.NewResourceExpired`, in a stream that is 200).
fn forgotten(mut client: &TcpStream) {
    let event = r#"{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}}"#;
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{event}\n",
        event.len() + 1
    );
    client.write_all(answer.as_bytes()).unwrap();
    let _ = client.shutdown(Shutdown::Both);
}

fn copy(mut from: TcpStream, mut to: TcpStream) {
    // A connection that was cut is what this is for.
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
