//! One HTTP request and its answer: redirects followed, the time limited, requests counted. Nothing is repeated here.

use std::error::Error;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tokio::time::Instant;

use super::dial::{self, Connector};
use super::location;

pub(super) type Body = BoxBody<Bytes, io::Error>;

const REDIRECTS: usize = 5;
/// Documents larger than this are no manifests.
const LARGEST_ANSWER: usize = 8 << 20;

/// What is asked of a server.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    pub(super) url: Uri,
    pub(super) headers: HeaderMap,
    /// Makes the body anew for each time that it is sent.
    pub(super) body: &'a (dyn Fn() -> Body + Send + Sync),
}

/// An answer, its body read.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) url: Uri,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// An answer whose body is still to be read.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) url: Uri,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    body: Incoming,
    patience: Duration,
}

impl Opened {
    /// Reads a body that is small.
    pub(super) async fn whole(self) -> Result<Answer, Silence> {
        let body =
            tokio::time::timeout(self.patience, Limited::new(self.body, LARGEST_ANSWER).collect()).await;
        let body =
            body.map_err(|_| late(self.patience))?.map_err(|error| Silence::Broken(error.to_string()))?;
        Ok(Answer { url: self.url, status: self.status, headers: self.headers, body: body.to_bytes() })
    }

    /// The next piece of a body that may be large; `None` at its end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Silence> {
        loop {
            let frame = tokio::time::timeout(self.patience, self.body.frame()).await;
            let frame = frame.map_err(|_| late(self.patience))?;
            match frame {
                None => return Ok(None),
                Some(Err(error)) => return Err(Silence::Broken(error.to_string())),
                // What is no data is trailers.
                Some(Ok(frame)) => {
                    if let Ok(bytes) = frame.into_data() {
                        return Ok(Some(bytes));
                    }
                }
            }
        }
    }
}

fn late(limit: Duration) -> Silence {
    Silence::Broken(format!("nothing went or came for {} seconds", limit.as_secs()))
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Silence {
    /// There never was a connection.
    Unreachable(String),
    /// There was no agreement on TLS.
    Untrusted(String),
    /// A connection broke off, or nothing came.
    Broken(String),
}

/// An HTTP client.
#[derive(Debug)]
pub(super) struct Transport {
    http: Client<Connector, Body>,
    requests: AtomicU64,
    reached: AtomicBool,
    patience: Duration,
}

impl Transport {
    /// `patience` is how long nothing may happen.
    pub(super) fn new(patience: Duration) -> Self {
        let http = Client::builder(TokioExecutor::new()).build(dial::connector());
        Self { http, requests: AtomicU64::new(0), reached: AtomicBool::new(false), patience }
    }

    /// How many requests were made so far.
    pub(super) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Makes a request; one that only reads follows where it is sent on to, without credentials on another host.
    pub(super) async fn send(&self, call: &Call<'_>) -> Result<Answer, Silence> {
        self.open(call).await?.whole().await
    }

    /// The same, with a body that is still to be read.
    pub(super) async fn open(&self, call: &Call<'_>) -> Result<Opened, Silence> {
        let reads = matches!(call.method, Method::GET | Method::HEAD);
        let mut url = call.url.clone();
        for _ in 0..REDIRECTS {
            let opened = self.once(call, url).await?;
            if !reads || !opened.status.is_redirection() {
                return Ok(opened);
            }
            let Some(next) = location(&opened.url, &opened.headers) else { return Ok(opened) };
            // Read to its end, the connection can be used again.
            opened.whole().await?;
            url = next;
        }
        Err(Silence::Broken(format!("more than {REDIRECTS} redirects")))
    }

    async fn once(&self, call: &Call<'_>, url: Uri) -> Result<Opened, Silence> {
        let (body, moved) = watched((call.body)(), call.headers.contains_key(CONTENT_LENGTH));
        let mut request = Request::new(body);
        *request.method_mut() = call.method.clone();
        *request.uri_mut() = url.clone();
        request.headers_mut().clone_from(&call.headers);
        request
            .headers_mut()
            .insert(USER_AGENT, HeaderValue::from_static(concat!("podwright/", env!("CARGO_PKG_VERSION"))));
        if !location::same_origin(&url, &call.url) {
            request.headers_mut().remove(AUTHORIZATION);
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
        let answer = self.wait(self.http.request(request), &moved).await?;
        let answer = answer.map_err(|error| self.silence(&error))?;
        self.reached.store(true, Ordering::Relaxed);
        let (parts, body) = answer.into_parts();
        Ok(Opened { url, status: parts.status, headers: parts.headers, body, patience: self.patience })
    }

    /// Waits for an answer as long as the request's body moves.
    async fn wait<T>(&self, answer: impl Future<Output = T>, moved: &Moved) -> Result<T, Silence> {
        let mut answer = std::pin::pin!(answer);
        loop {
            let since = moved.last();
            if let Ok(answer) = tokio::time::timeout_at(since + self.patience, &mut answer).await {
                return Ok(answer);
            }
            if moved.last() == since {
                return Err(late(self.patience));
            }
        }
    }

    fn silence(&self, error: &hyper_util::client::legacy::Error) -> Silence {
        let reason = innermost(error);
        if is_about_tls(error) {
            Silence::Untrusted(reason)
        } else if error.is_connect() && !self.reached.load(Ordering::Relaxed) {
            Silence::Unreachable(reason)
        } else {
            Silence::Broken(reason)
        }
    }
}

impl Answer {
    /// Where it sends us.
    pub(super) fn location(&self) -> Option<Uri> {
        location(&self.url, &self.headers)
    }

    /// The digest that the registry says is that of what it was asked about.
    pub(super) fn digest(&self) -> Option<&str> {
        self.headers.get("docker-content-digest")?.to_str().ok()
    }

    /// The words of the registry's error, or of the status.
    pub(super) fn said(&self) -> String {
        let json: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        let first = &json["errors"][0];
        let words = [&first["code"], &first["message"]].map(|word| word.as_str().unwrap_or_default());
        let words = words.join(" ").trim().to_owned();
        let reason =
            if words.is_empty() { self.status.canonical_reason().unwrap_or("no reason") } else { &words };
        format!("{} {reason}", self.status.as_u16())
    }
}

fn location(from: &Uri, headers: &HeaderMap) -> Option<Uri> {
    location::resolve(from, headers.get(LOCATION)?.to_str().ok()?)
}

/// When a part of a body was last taken.
#[derive(Clone)]
struct Moved(Arc<Mutex<Instant>>);

impl Moved {
    fn last(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body, and how far it is, if it is a stream: one that says its size in the header alone.
fn watched(body: Body, is_stream: bool) -> (Body, Moved) {
    let moved = Moved(Arc::new(Mutex::new(Instant::now())));
    if !is_stream {
        return (body, moved);
    }
    let seen = moved.clone();
    let body = body.map_frame(move |frame| {
        *seen.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        frame
    });
    (body.boxed(), moved)
}

/// A body in memory.
pub(super) fn full(bytes: Bytes) -> Body {
    Full::new(bytes).map_err(|never| match never {}).boxed()
}

fn innermost(error: &(dyn Error + 'static)) -> String {
    std::iter::successors(Some(error), |error| (*error).source())
        .last()
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// rustls's errors travel inside of I/O errors, which hide them from the chain of sources.
fn is_about_tls(error: &(dyn Error + 'static)) -> bool {
    let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    error.is::<rustls::Error>()
        || inside.is_some_and(|inside| is_about_tls(inside))
        || error.source().is_some_and(is_about_tls)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpListener;
    use std::thread::{self, JoinHandle};

    use futures::{StreamExt, stream};
    use http_body_util::StreamBody;
    use hyper::body::Frame;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(60);

    /// Answers one request; the handle gives the request's head.
    fn serve(answer: String) -> (String, JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let head = thread::spawn(move || {
            let mut reader = BufReader::new(listener.accept().unwrap().0);
            let mut head = String::new();
            while reader.read_line(&mut head).unwrap() > 2 {}
            reader.get_mut().write_all(answer.as_bytes()).unwrap();
            head
        });
        (address, head)
    }

    #[tokio::test]
    async fn storage_is_followed_to_and_sees_no_credentials() {
        let (storage, seen_there) = serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".to_owned());
        let (registry, seen_here) = serve(format!(
            "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://{storage}/blob?signature=x\r\nContent-Length: 0\r\n\r\n"
        ));
        let call = Call {
            method: Method::GET,
            url: format!("http://{registry}/v2/app/blobs/x").parse().unwrap(),
            headers: HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("Bearer t"))]),
            body: &|| full(Bytes::new()),
        };
        let transport = Transport::new(PATIENCE);
        let answer = transport.send(&call).await.unwrap();
        assert_eq!((answer.status, answer.body.as_ref()), (StatusCode::OK, &b"{}"[..]));
        assert_eq!(transport.requests(), 2);
        assert!(seen_here.join().unwrap().contains("authorization: Bearer t"));
        let there = seen_there.join().unwrap();
        assert!(there.starts_with("GET /blob?signature=x ") && !there.contains("authorization"), "{there}");
    }

    #[tokio::test]
    async fn a_closed_port_is_told_from_a_connection_that_breaks() {
        let ask = |address: String| async move {
            let url = format!("http://{address}/").parse().unwrap();
            let call =
                Call { method: Method::GET, url, headers: HeaderMap::new(), body: &|| full(Bytes::new()) };
            Transport::new(PATIENCE).send(&call).await.unwrap_err()
        };
        assert!(matches!(ask("127.0.0.1:9".to_owned()).await, Silence::Unreachable(_)));
        assert!(matches!(ask(serve(String::new()).0).await, Silence::Broken(_)));
    }

    /// Sends ten bytes of a body of `length`, one at a time, and is patient for five of these times.
    async fn drip(length: usize) -> Result<Answer, Silence> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
        thread::spawn(move || {
            let mut reader = BufReader::new(listener.accept().unwrap().0);
            let mut head = String::new();
            while reader.read_line(&mut head).unwrap() > 2 {}
            if reader.read_exact(&mut vec![0; length]).is_ok() {
                reader.get_mut().write_all(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n").unwrap();
            }
        });
        let body = || {
            let bytes = stream::iter(0..10).then(|_| async {
                tokio::time::sleep(Duration::from_millis(100)).await;
                Ok(Frame::data(Bytes::from_static(b"x")))
            });
            BodyExt::boxed(StreamBody::new(bytes.chain(stream::pending())))
        };
        let headers = HeaderMap::from_iter([(CONTENT_LENGTH, HeaderValue::from(length))]);
        let call = Call { method: Method::PUT, url, headers, body: &body };
        Transport::new(Duration::from_millis(500)).send(&call).await
    }

    #[tokio::test]
    async fn a_body_is_waited_for_as_long_as_it_moves() {
        assert_eq!(drip(10).await.unwrap().status, StatusCode::CREATED);
        let Silence::Broken(reason) = drip(11).await.unwrap_err() else { panic!("it was sent") };
        assert!(reason.starts_with("nothing went or came for"), "{reason}");
    }
}
