//! A proxy that misbehaves, on a free port of this machine.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Passes connections on, but for the first ones, each of which meets a fault.
pub(crate) struct Proxy {
    pub(crate) host: String,
}

impl Proxy {
    /// A fault is an HTTP status that every request of the connection gets, `cut`, which closes it at once, or `cut N`, which
    /// passes N bytes on before.
    pub(crate) fn before(target: &str, faults: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let target = target.to_owned();
        let next = AtomicUsize::new(0);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let fault = faults.get(next.fetch_add(1, Ordering::Relaxed)).copied().unwrap_or_default();
                match fault.strip_prefix("cut ").map(|limit| limit.parse().unwrap()) {
                    Some(limit) => pass(client, &target, limit),
                    None if fault.is_empty() => pass(client, &target, u64::MAX),
                    None => meet(client, fault),
                }
            }
        });
        Self { host }
    }
}

fn meet(mut client: TcpStream, fault: &str) {
    let mut request = [0; 4096];
    let _ = client.read(&mut request);
    if fault != "cut" {
        let _ = write!(
            client,
            "HTTP/1.1 {fault} X\r\nRetry-After: 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
    }
    let _ = client.shutdown(Shutdown::Both);
}

/// Passes both directions on, that to the target for `limit` bytes.
pub(crate) fn pass(client: TcpStream, target: &str, limit: u64) {
    let server = TcpStream::connect(target).unwrap();
    let both =
        [(client.try_clone().unwrap(), server.try_clone().unwrap(), limit), (server, client, u64::MAX)];
    for (from, mut to, limit) in both {
        thread::spawn(move || {
            let copied = std::io::copy(&mut (&from).take(limit), &mut to);
            let _ = to.shutdown(Shutdown::Write);
            if copied.is_ok_and(|copied| copied == limit) {
                let _ = from.shutdown(Shutdown::Both);
            }
        });
    }
}
