//! Connections: straight, or through the proxy that HTTPS_PROXY and its kin name; in the clear, or with TLS.

use std::error::Error;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tower_service::Service;

/// How long a connection may take to come up.
const CONNECT: Duration = Duration::from_secs(10);

/// Opens connections for hyper. The machine's certificates are read with the first that takes TLS: it costs as much as the
/// rest of a start.
#[derive(Clone)]
pub(super) struct Connector {
    dialer: Dialer,
    secure: Arc<OnceLock<HttpsConnector<Dialer>>>,
}

/// The connector for `http` and `https`, as the environment of this process has it.
pub(super) fn connector() -> Connector {
    let mut direct = HttpConnector::new();
    direct.enforce_http(false);
    direct.set_connect_timeout(Some(CONNECT));
    direct.set_nodelay(true);
    let dialer = Dialer { direct, proxies: Arc::new(Matcher::from_env()) };
    Connector { dialer, secure: Arc::default() }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<TokioIo<TcpStream>>;
    type Error = Failure;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.dialer.poll_ready(context)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        if target.scheme_str() == Some("http") {
            let dialing = self.dialer.call(target);
            return Box::pin(async { Ok(MaybeHttpsStream::Http(dialing.await?)) });
        }
        let secure = self.secure.get_or_init(|| {
            let builder = HttpsConnectorBuilder::new().with_tls_config(tls()).https_only().enable_http1();
            builder.wrap_connector(self.dialer.clone())
        });
        secure.clone().call(target)
    }
}

/// Opens the TCP connection.
#[derive(Clone, Debug)]
pub(super) struct Dialer {
    direct: HttpConnector,
    proxies: Arc<Matcher>,
}

type Failure = Box<dyn Error + Send + Sync>;
type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send>>;

impl Service<Uri> for Dialer {
    type Response = TokioIo<TcpStream>;
    type Error = Failure;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.direct.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        // Plain HTTP is spoken to this machine alone, which no proxy can reach for us.
        let proxy = (target.scheme_str() == Some("https")).then(|| self.proxies.intercept(&target)).flatten();
        let Some(proxy) = proxy else {
            let connecting = self.direct.call(target);
            return Box::pin(async { Ok(connecting.await?) });
        };
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.direct.clone());
        if let Some(login) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(login.clone());
        }
        let connecting = tunnel.call(target);
        Box::pin(async { Ok(connecting.await?) })
    }
}

/// TLS that trusts Mozilla's authorities and those of this machine (SSL_CERT_FILE, or the system's).
fn tls() -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .expect("ring has the ciphers of TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn certificates_are_read_for_tls_alone() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut connector = connector();
        let plain = connector.call(format!("http://{address}").parse().unwrap()).await;
        assert!(plain.is_ok_and(|stream| matches!(stream, MaybeHttpsStream::Http(_))));
        assert!(connector.secure.get().is_none());
        drop(listener);
        let secure = connector.call(format!("https://{address}").parse().unwrap()).await;
        assert!(secure.is_err() && connector.secure.get().is_some());
    }
}
