//! Entries of the pod's hosts file: an address, and names.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::Pod;
use crate::rules;

/// `ValidateHostAliases`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let mut first = HashMap::new();
    for alias in pod.list("hostAliases") {
        if let Some(ip) = alias.get("ip") {
            super::address(&ip, "host alias", cx);
            if let Some(text) = ip.text()
                && let Some(first) = first.insert(text, ip.span())
            {
                let message = format!("the address `{text}` has names already");
                cx.report(&rules::DUPLICATE_HOST_ALIAS, ip.span(), ip.path, message)
                    .help("put the names together")
                    .label(first, "first named here");
            }
        }
        for host in alias.list("hostnames") {
            cx.form_even_empty(&rules::INVALID_NAME, "host name", &host, name::subdomain);
        }
    }
}
