//! A door before the registry that counts the bytes on their way to it.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use anyhow::{Context, Result};

/// An open door, for as long as this program runs.
pub(super) struct Door {
    address: SocketAddr,
    sent: Arc<AtomicU64>,
}

impl Door {
    /// Opens one before `target`, a host and a port.
    pub(super) fn before(target: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("opening a door before the registry")?;
        let door = Self { address: listener.local_addr()?, sent: Arc::default() };
        let (target, sent) = (target.to_owned(), door.sent.clone());
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // A client whom it leaves standing says so itself.
                let _ = pass(client, &target, &sent);
            }
        });
        Ok(door)
    }

    /// Where it is, `host:port`.
    pub(super) fn host(&self) -> String {
        self.address.to_string()
    }

    /// How many bytes went in since this was asked last.
    pub(super) fn take(&self) -> u64 {
        self.sent.swap(0, Ordering::Relaxed)
    }
}

/// Passes both directions on.
fn pass(client: TcpStream, target: &str, sent: &Arc<AtomicU64>) -> io::Result<()> {
    let server = TcpStream::connect(target)?;
    for stream in [&client, &server] {
        stream.set_nodelay(true)?;
    }
    let (from, to) = (Counted { inner: client.try_clone()?, sent: sent.clone() }, server.try_clone()?);
    thread::spawn(move || copy(from, to));
    thread::spawn(move || copy(server, client));
    Ok(())
}

fn copy(mut from: impl Read, mut to: TcpStream) {
    // However one side ends, the other one is told, and sees for itself what is missing.
    let _ = io::copy(&mut from, &mut to).and_then(|_| to.flush());
    let _ = to.shutdown(Shutdown::Write);
}

struct Counted {
    inner: TcpStream,
    sent: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.sent.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_to_the_registry_are_counted_and_those_from_it_are_not() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let door = Door::before(&listener.local_addr().unwrap().to_string()).unwrap();
        let server = thread::spawn(move || {
            let mut stream = listener.accept().unwrap().0;
            stream.read_exact(&mut [0; 5]).unwrap();
            stream.write_all(b"many more bytes").unwrap();
        });
        let mut client = TcpStream::connect(door.host()).unwrap();
        client.write_all(b"hello").unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).unwrap();
        server.join().unwrap();
        assert_eq!((answer.as_str(), door.take(), door.take()), ("many more bytes", 5, 0));
    }
}
