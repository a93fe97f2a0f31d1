//! Entries of the pod's hosts file: an address, and names.

use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::Pod;
use crate::rules;

/// `ValidateHostAliases`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for alias in pod.list("hostAliases") {
        if let Some(ip) = alias.get("ip") {
            super::address(&ip, "host alias", cx);
        }
        for host in alias.list("hostnames") {
            if let Some(text) = host.text()
                && let Err(invalid) = name::subdomain(text)
            {
                cx.refuse(&rules::INVALID_NAME, host.span(), &host.path, "host name", text, invalid);
            }
        }
    }
}
