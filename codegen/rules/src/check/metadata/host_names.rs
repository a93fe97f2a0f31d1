//! Names of objects that become names of hosts: a dot in one ends the host's name.

use super::{names, own};
use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::Pod;
use crate::rules;
use crate::schema::Root;

/// `WarningsOnCreate` of the strategies of these kinds
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    if !matches!(pod.root, Root::Pod | Root::Job | Root::CronJob | Root::Deployment | Root::ReplicaSet) {
        return;
    }
    let Some((at, name)) = own(pod).and_then(|metadata| names::given(&metadata)) else { return };
    // What is no name at all is an error.
    if name::subdomain(&name).is_err() {
        return;
    }
    if let Err(invalid) = name::label(&name) {
        cx.refuse(&rules::HOST_NAME, at.span(), at.path, "name of the pod's host", &name, invalid)
            .help("give it a name of at most 63 letters, digits and `-`");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::read;
    use crate::check::{Options, check};
    use crate::schema::Root;

    #[test]
    fn a_name_that_is_no_hosts_is_warned_of() {
        let said = |name: &str, root| {
            let pod = format!(r#"{{ metadata: {{ name: "{name}" }} }}"#);
            let found = check(&read(&pod), &Options::of(root)).diagnostics;
            found.iter().filter(|found| found.rule == "host_name").count()
        };
        assert_eq!(said("a.b", Root::Pod), 1);
        assert_eq!(said("a.b", Root::CronJob), 1);
        assert_eq!(said("a.b", Root::StatefulSet), 0);
        assert_eq!(said("a-b", Root::Pod), 0);
        assert_eq!(said("A", Root::Pod), 0);
    }
}
