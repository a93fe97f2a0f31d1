//! The certificate authorities that a program in the image trusts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use webpki_root_certs::TLS_SERVER_ROOT_CERTS;

use super::LayerError;

/// Where Linux distributions keep their bundle.
const BUNDLES: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];
const LINE: usize = 64;

/// Which authorities an image trusts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Certificates {
    /// Mozilla's, as built into this program: the same on every machine.
    #[default]
    Mozilla,
    /// Those and the ones of this machine (`SSL_CERT_FILE`, or the system's bundle): for a company's own authority.
    MozillaAndHost,
}

/// The bundle in PEM, sorted.
pub(super) fn bundle(certificates: Certificates) -> Result<Vec<u8>, LayerError> {
    let mut authorities =
        TLS_SERVER_ROOT_CERTS.iter().map(|der| der.as_ref().to_vec()).collect::<BTreeSet<_>>();
    if certificates == Certificates::MozillaAndHost {
        authorities.extend(of_host()?);
    }
    Ok(authorities.iter().flat_map(|der| pem(der).into_bytes()).collect())
}

fn of_host() -> Result<Vec<Vec<u8>>, LayerError> {
    let named = std::env::var_os("SSL_CERT_FILE").map(PathBuf::from);
    let existing = || BUNDLES.iter().map(PathBuf::from).find(|path| path.exists());
    let Some(path) = named.or_else(existing) else { return Ok(Vec::new()) };
    read(&path).map_err(|error| LayerError::Certificates { path, reason: error.to_string() })
}

fn read(path: &Path) -> Result<Vec<Vec<u8>>, rustls::pki_types::pem::Error> {
    CertificateDer::pem_file_iter(path)?.map(|der| Ok(der?.as_ref().to_vec())).collect()
}

fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    for start in (0..text.len()).step_by(LINE) {
        pem.push_str(&text[start..text.len().min(start + LINE)]);
        pem.push('\n');
    }
    pem.push_str("-----END CERTIFICATE-----\n");
    pem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundle_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bundle.crt");
        std::fs::write(&path, bundle(Certificates::Mozilla).unwrap()).unwrap();
        let read = read(&path).unwrap();
        assert_eq!(read.len(), TLS_SERVER_ROOT_CERTS.len());
        assert!(read.is_sorted());
    }
}
