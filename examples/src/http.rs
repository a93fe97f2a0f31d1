//! Requests to a sidecar on localhost, in a few lines.

use podwright::{Error, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The body of `GET path`.
pub async fn get(port: u16, path: &str) -> Result<String> {
    request(port, "GET", path, "").await
}

/// Sends a body with `PUT path`.
pub async fn put(port: u16, path: &str, body: &str) -> Result<String> {
    request(port, "PUT", path, body).await
}

async fn request(port: u16, method: &str, path: &str, body: &str) -> Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.0\r\nHost: localhost\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    match head.split(' ').nth(1) {
        Some(status) if status.starts_with('2') => Ok(body.to_owned()),
        _ => Err(Error::msg(format!("{method} {path}: {}", head.lines().next().unwrap_or("no answer")))),
    }
}
