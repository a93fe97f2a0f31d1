//! What a pod needs beside its containers.

use super::amounts::{self, Of};
use super::hugepages;
use crate::check::cx::Cx;
use crate::pod::{At, Pod};

/// The API server looks at it as at a container's limits (`validateOverhead`).
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(overhead) = pod.field("overhead") else { return };
    let limits = At { path: overhead.path_of("limits"), ..overhead };
    let entries = limits.entries();
    amounts::check(&entries, Of::Container, cx);
    hugepages::check(&overhead, &entries, false, cx);
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    #[test]
    fn overhead_is_an_amount_of_what_containers_have() {
        let pod = |overhead: &str| {
            wrong(&format!(
                r#"{{ pod_spec: {{ overhead: {{ {overhead} }}, containers: [{{ name: "primary" }}] }} }}"#
            ))
        };
        assert_eq!(
            pod(r#"mem: "1Gi", memory: "-1""#),
            [
                "resource_name at mem in spec.overhead.limits[mem]",
                r#"invalid_amount at "-1" in spec.overhead.limits[memory]"#,
            ]
        );
        assert_eq!(pod(r#""hugepages-2Mi": "2Mi""#), [r#"hugepages at "hugepages-2Mi" in spec.overhead"#]);
    }
}
