//! A cluster that answers as a test says, one answer after another, and notes what it was asked.

use std::io;
use std::sync::{Arc, Mutex};

use futures::StreamExt;
use futures::stream::{BoxStream, iter, pending};
use http::{Method, Request, Response};
use http_body_util::StreamBody;
use hyper::body::{Bytes, Frame};
use kube::Client;
use kube::client::Body;
use serde_json::{Value, json};

use super::Cluster;

/// An answer.
pub(crate) enum Answer {
    /// A status and an object.
    Object(u16, Value),
    /// These pieces of a body, and how it ends.
    Stream(Vec<String>, End),
    /// That it has too much to do, and when it wants to be asked again, in seconds.
    Busy(u64),
    /// None: nobody listens.
    Refused,
}

/// How a stream ends.
#[derive(Clone, Copy)]
pub(crate) enum End {
    AsItShould,
    Cut,
    /// Not at all.
    Never,
}

/// The paths and queries that were asked for.
pub(crate) type Asked = Arc<Mutex<Vec<String>>>;

type Pieces = BoxStream<'static, io::Result<Frame<Bytes>>>;

/// A cluster with these answers. Beyond the last one nobody listens.
pub(crate) fn scripted(answers: Vec<Answer>) -> (Cluster, Asked) {
    let mut answers = answers.into_iter();
    routed(move |_, _| answers.next().unwrap_or(Answer::Refused))
}

/// A cluster that answers by the method and by the path with its query.
pub(crate) fn routed(mut answer: impl FnMut(&Method, &str) -> Answer + Send + 'static) -> (Cluster, Asked) {
    let asked = Asked::default();
    let noted = asked.clone();
    let service = tower::service_fn(move |request: Request<Body>| {
        let path = request.uri().to_string();
        let answer = answered(answer(request.method(), &path));
        noted.lock().unwrap().push(path);
        async move { answer }
    });
    (Cluster::scripted(Client::new(service, "ns")), asked)
}

fn answered(answer: Answer) -> io::Result<Response<StreamBody<Pieces>>> {
    let response = Response::builder();
    let (response, pieces) = match answer {
        Answer::Object(status, object) => {
            (response.status(status), pieces(vec![object.to_string()], End::AsItShould))
        }
        Answer::Stream(lines, end) => (response, pieces(lines, end)),
        Answer::Busy(seconds) => (
            response.status(429).header(http::header::RETRY_AFTER, seconds),
            pieces(Vec::new(), End::AsItShould),
        ),
        Answer::Refused => return Err(io::Error::from(io::ErrorKind::ConnectionRefused)),
    };
    Ok(response.body(StreamBody::new(pieces)).unwrap())
}

fn pieces(pieces: Vec<String>, end: End) -> Pieces {
    let pieces = iter(pieces.into_iter().map(|piece| Ok(Frame::data(Bytes::from(piece)))));
    match end {
        End::AsItShould => pieces.boxed(),
        End::Cut => pieces.chain(iter([Err(io::Error::from(io::ErrorKind::ConnectionReset))])).boxed(),
        End::Never => pieces.chain(pending()).boxed(),
    }
}

/// A pod of this name, as it was at a place.
pub(crate) fn pod(name: &str, place: u32) -> Value {
    json!({"metadata": {"name": name, "resourceVersion": place.to_string()}})
}

/// A list of these at a place.
pub(crate) fn list(place: u32, items: &[Value]) -> Answer {
    Answer::Object(200, json!({"metadata": {"resourceVersion": place.to_string()}, "items": items}))
}

/// A line of a watch.
pub(crate) fn line(kind: &str, object: Value) -> String {
    format!("{}\n", json!({"type": kind, "object": object}))
}

/// A `metav1.Status`.
pub(crate) fn status(code: u16, message: &str) -> Value {
    json!({"kind": "Status", "status": "Failure", "code": code, "message": message})
}
