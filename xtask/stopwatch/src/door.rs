//! A door that a program's requests pass on their way to a cluster or a registry: each is written down with its time.
//!
//! It is plain HTTP on loopback, so that it can be read; what is behind it is reached as its owner says.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context, Result};
use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{CONNECTION, HOST};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::{TcpListener, TcpStream};

/// A request that came by.
#[derive(Clone, Debug)]
pub(crate) struct Passed {
    /// When its head had been read.
    pub(crate) at: Instant,
    pub(crate) method: String,
    /// Path and query.
    pub(crate) path: String,
}

/// What is behind a door.
#[derive(Clone)]
pub(crate) enum Behind {
    /// An API server, with a kubeconfig's credentials.
    Cluster(kube::Client),
    /// A registry on loopback, `host:port`.
    Registry(String, Client<HttpConnector, Full<Bytes>>),
}

type Body = UnsyncBoxBody<Bytes, anyhow::Error>;

/// An open door.
pub(crate) struct Door {
    address: SocketAddr,
    passed: Arc<Mutex<Vec<Passed>>>,
}

impl Behind {
    /// A registry.
    pub(crate) fn registry(host: &str) -> Self {
        Self::Registry(host.to_owned(), Client::builder(TokioExecutor::new()).build_http())
    }

    /// Passes a request on; what is sent here is small, and read whole first.
    async fn ask(self, request: Request<Incoming>) -> Result<Response<Body>> {
        let (mut head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        for of_this_connection in [HOST, CONNECTION] {
            head.headers.remove(of_this_connection);
        }
        match self {
            Self::Cluster(client) => {
                let request = Request::from_parts(head, kube::client::Body::from(body.to_vec()));
                let answer = client.send(request).await?;
                Ok(answer.map(|body| body.map_err(|error| anyhow::anyhow!(error)).boxed_unsync()))
            }
            Self::Registry(host, client) => {
                let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
                head.uri = format!("http://{host}{path}").parse::<Uri>()?;
                let answer = client.request(Request::from_parts(head, Full::new(body))).await?;
                Ok(answer.map(|body| body.map_err(anyhow::Error::from).boxed_unsync()))
            }
        }
    }
}

impl Door {
    /// Opens one on a free port.
    pub(crate) async fn open(behind: Behind) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.context("opening a port")?;
        let door = Self { address: listener.local_addr()?, passed: Arc::default() };
        let passed = door.passed.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, behind.clone(), passed.clone()));
            }
        });
        Ok(door)
    }

    /// Where it is.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// What has come by since this was asked last.
    pub(crate) fn take(&self) -> Vec<Passed> {
        std::mem::take(&mut *self.passed.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn serve(stream: TcpStream, behind: Behind, passed: Arc<Mutex<Vec<Passed>>>) {
    // Small writes leave at once, as they do without a door.
    let _ = stream.set_nodelay(true);
    let pass = service_fn(|request: Request<Incoming>| {
        let behind = behind.clone();
        let line = Passed {
            at: Instant::now(),
            method: request.method().to_string(),
            path: request.uri().to_string(),
        };
        passed.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        async move { Ok::<_, Infallible>(behind.ask(request).await.unwrap_or_else(|error| broken(&error))) }
    });
    // A client that hangs up, in the middle of a watch for one, is no failure.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), pass).await;
}

fn broken(error: &anyhow::Error) -> Response<Body> {
    let words = Bytes::from(format!("the door's other side: {error:#}"));
    let mut answer = Response::new(Full::new(words).map_err(|never| match never {}).boxed_unsync());
    *answer.status_mut() = StatusCode::BAD_GATEWAY;
    answer
}
