//! A pod has a container.

use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

/// Where one of them is to run a task, that it is not there is said instead.
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    if pod.primary_name.is_some() {
        return;
    }
    let Some(containers) = pod.field("containers").filter(|containers| !containers.is_unknown()) else {
        return;
    };
    if containers.items().is_empty() {
        cx.report(&rules::REQUIRED, containers.span(), containers.path, "a pod needs a container")
            .help("add one: `[{ name: \"…\", image: \"…\" }]`");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{wrong, wrong_pod};

    #[test]
    fn a_pod_has_a_container() {
        assert_eq!(wrong_pod("{ spec: { containers: [] } }"), ["required at [ in spec.containers"]);
        assert_eq!(
            wrong("{ pod_spec: { containers: [] } }"),
            ["primary_container at containers in spec.containers"]
        );
    }
}
