//! A pod's names and addresses, and how it resolves others'.

mod dns;
mod host_aliases;
mod host_names;

use super::Check;
use super::cx::Cx;
use crate::formats::ip;
use crate::pod::At;
use crate::rules;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[dns::check, host_aliases::check, host_names::check];

/// `IsValidIPForLegacyField`
fn address(at: &At<'_>, what: &str, cx: &mut Cx) {
    let Some(text) = at.text() else { return };
    let form = if cx.is_on("StrictIPCIDRValidation") { ip::strict } else { ip::sloppy };
    if let Err(invalid) = form(text) {
        cx.refuse(&rules::INVALID_IP, at.span(), &at.path, &format!("address of a {what}"), text, invalid);
    }
}
