//! Projected trust bundles and certificates: who signs, what is asked for, and where it is put.

use crate::check::bounds::within;
use crate::check::cx::Cx;
use crate::check::metadata::labels;
use crate::check::scheduling::selectors;
use crate::formats::signer;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::Value;

/// The kinds of keys that a certificate may have.
const KEY_TYPES: [&str; 6] = ["ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519", "RSA3072", "RSA4096"];

const DAY: i64 = 24 * 60 * 60;

/// The clusterTrustBundle and podCertificate of `validateProjectionSources`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for volume in pod.list("volumes") {
        for source in super::projected(&volume) {
            if let Some(bundle) = source.get("clusterTrustBundle") {
                trust_bundle(&bundle, cx);
            }
            if let Some(certificate) = source.get("podCertificate") {
                pod_certificate(&certificate, cx);
            }
        }
    }
}

/// One bundle by its name, or all of a signer that the selector takes.
fn trust_bundle(bundle: &At<'_>, cx: &mut Cx) {
    let selector = bundle.get("labelSelector");
    match (bundle.get("name"), bundle.get("signerName")) {
        (Some(name), None) => {
            cx.form_even_empty(&rules::INVALID_NAME, "trust bundle's name", &name, signer::trust_bundle);
            if let Some(selector) = selector {
                let word = cx.word("labelSelector");
                let message = format!("a bundle that is named is not selected: `{word}` goes with a signer");
                cx.report(&rules::FORBIDDEN, selector.name_span, selector.path, message).help("leave it out");
            }
        }
        (None, Some(name)) => {
            signs(&name, cx);
            selectors::labels(selector.as_ref(), cx);
        }
        (None, None) if matches!(bundle.node.value, Value::Map(_)) => {
            let signer = cx.word("signerName");
            cx.report(
                &rules::REQUIRED,
                bundle.span(),
                bundle.path,
                "a trust bundle is named, or its signer is",
            )
            .help(format!("give `name` or `{signer}`"));
        }
        // Two are said to be too many where the schema is read.
        _ => {}
    }
}

fn signs(name: &At<'_>, cx: &mut Cx) {
    cx.form_even_empty(&rules::INVALID_NAME, "signer", name, signer::signer);
}

fn pod_certificate(certificate: &At<'_>, cx: &mut Cx) {
    let signer = certificate.get("signerName").filter(|signer| signer.text() != Some(""));
    if let Some(signer) = &signer {
        signs(signer, cx);
    }
    if let Some(kind) = certificate.get("keyType")
        && let Some(text) = kind.text().filter(|text| !text.is_empty() && !KEY_TYPES.contains(text))
    {
        cx.unsupported(&kind, text, &KEY_TYPES);
    }
    // Kubernetes' own signers give a day, others three months.
    let is_own = signer.as_ref().and_then(At::text).is_some_and(signer::is_kubernetes);
    let most = if is_own { DAY } else { 91 * DAY };
    if is_own || !signer.is_some_and(|signer| signer.is_unknown()) {
        within(
            certificate.get("maxExpirationSeconds").as_ref(),
            &(3600..=most),
            "certificate's life in seconds",
            cx,
        );
    }
    let paths = ["credentialBundlePath", "keyPath", "certificateChainPath"];
    if matches!(certificate.node.value, Value::Map(_)) && paths.iter().all(|path| certificate.lacks(path)) {
        let list = cx.words(&paths);
        cx.report(&rules::REQUIRED, certificate.span(), certificate.path, "the certificate is put nowhere")
            .help(format!("give one of {list}, or more"));
    }
    annotations(certificate, cx);
}

/// `ValidateUserAnnotations`: every name has a domain before it.
fn annotations(certificate: &At<'_>, cx: &mut Cx) {
    let Some(map) = certificate.get("userAnnotations") else { return };
    for (key, _) in map.entries() {
        if labels::annotation_name(key, map.path, cx) && !key.name.contains('/') {
            let message = format!("the annotation name `{}` has no domain before it", key.name);
            cx.report(&rules::INVALID_ANNOTATION, key.span, map.path, message)
                .help(format!("write `example.com/{}`, with a domain of the signer", key.name));
        }
    }
    labels::too_large(&map, cx);
}
