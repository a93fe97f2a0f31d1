//! Connections: straight, or through the proxy that HTTPS_PROXY and its kin name; in the clear, or with TLS.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tower_service::Service;

/// How long a connection may take to come up.
const CONNECT: Duration = Duration::from_secs(10);

/// Opens connections for hyper.
pub(super) type Connector = HttpsConnector<Dialer>;

/// The connector for `http` and `https`, as the environment of this process has it.
pub(super) fn connector() -> Connector {
    let mut direct = HttpConnector::new();
    direct.enforce_http(false);
    direct.set_connect_timeout(Some(CONNECT));
    direct.set_nodelay(true);
    HttpsConnectorBuilder::new()
        .with_tls_config(tls())
        .https_or_http()
        .enable_http1()
        .wrap_connector(Dialer { direct, proxies: Arc::new(Matcher::from_env()) })
}

/// Opens the TCP connection.
#[derive(Clone, Debug)]
pub(super) struct Dialer {
    direct: HttpConnector,
    proxies: Arc<Matcher>,
}

type Failure = Box<dyn Error + Send + Sync>;
type Connecting = Pin<Box<dyn Future<Output = Result<TokioIo<TcpStream>, Failure>> + Send>>;

impl Service<Uri> for Dialer {
    type Response = TokioIo<TcpStream>;
    type Error = Failure;
    type Future = Connecting;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.direct.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, target: Uri) -> Connecting {
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
