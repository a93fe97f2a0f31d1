pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [#[allow(unused_volume)] { name: "a", projected: { sources: [
            { cluster_trust_bundle: { path: "a" } },
//                                  ^ error[required]: spec.volumes[0].projected.sources[0].clusterTrustBundle: a trust bundle is named, or its signer is
//                                  help: give `name` or `signer_name`
            { cluster_trust_bundle: { path: "b", name: "example.com:signer:", label_selector: {} } },
//                                                     ^^^^^^^^^^^^^^^^^^^^^ error[invalid_name]: spec.volumes[0].projected.sources[1].clusterTrustBundle.name: the trust bundle's name `example.com:signer:` has nothing behind its last `:`
//                                                                            ^^^^^^^^^^^^^^ error[forbidden]: spec.volumes[0].projected.sources[1].clusterTrustBundle.labelSelector: a bundle that is named is not selected: `label_selector` goes with a signer
//                                                                            help: leave it out
            { cluster_trust_bundle: { path: "c", signer_name: "signer", label_selector: { match_labels: { "a b": "c" } } } },
//                                                            ^^^^^^^^ error[invalid_name]: spec.volumes[0].projected.sources[2].clusterTrustBundle.signerName: the signer `signer` is no domain and name with one `/` between, `example.com/name`
//                                                                                                        ^^^^^ error[invalid_label]: spec.volumes[0].projected.sources[2].clusterTrustBundle.labelSelector.matchLabels[a b]: the selector's label name `a b` has a character that is no letter, digit, `-`, `_` or `.`
            { pod_certificate: { signer_name: "example.com/a/b", key_type: "RSA2048" } },
//                             ^ error[required]: spec.volumes[0].projected.sources[3].podCertificate: the certificate is put nowhere
//                             help: give one of `credential_bundle_path`, `key_path` and `certificate_chain_path`, or more
//                                            ^^^^^^^^^^^^^^^^^ error[invalid_name]: spec.volumes[0].projected.sources[3].podCertificate.signerName: the signer `example.com/a/b` is no domain and name with one `/` between, `example.com/name`
//                                                                         ^^^^^^^^^ error[not_supported]: spec.volumes[0].projected.sources[3].podCertificate.keyType: `RSA2048` is not supported here
//                                                                         help: the values are `ECDSAP256`, `ECDSAP384`, `ECDSAP521`, `ED25519`, `RSA3072` and `RSA4096`
            { pod_certificate: { signer_name: "kubernetes.io/a", key_type: "ED25519", key_path: "d", max_expiration_seconds: 100000 } },
//                                                                                                                           ^^^^^^ error[number_range]: spec.volumes[0].projected.sources[4].podCertificate.maxExpirationSeconds: the certificate's life in seconds `100000` is out of range
//                                                                                                                           help: it is at least 3600 and at most 86400
            { pod_certificate: { signer_name: "example.com/a", key_type: "ED25519", key_path: "e", user_annotations: { "a": "b" } } },
//                                                                                                                     ^^^ error[invalid_annotation]: spec.volumes[0].projected.sources[5].podCertificate.userAnnotations: the annotation name `a` has no domain before it
//                                                                                                                     help: write `example.com/a`, with a domain of the signer
            { pod_certificate: { signer_name: "example.com/a", key_type: "ED25519", key_path: "f", max_expiration_seconds: 7862401 } },
//                                                                                                                         ^^^^^^^ error[number_range]: spec.volumes[0].projected.sources[6].podCertificate.maxExpirationSeconds: the certificate's life in seconds `7862401` is out of range
//                                                                                                                         help: it is at least 3600 and at most 7862400
            { pod_certificate: { signer_name: signer(), key_type: "ED25519", key_path: "g", max_expiration_seconds: 100000 } },
        ] } }],
    },
}
