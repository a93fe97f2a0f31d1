//! Windows containers that run on the node itself: all of a pod or none, in the node's network.

use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(spec) = &pod.spec else { return };
    let own = host_process(spec);
    let given: Vec<Option<At<'_>>> =
        pod.containers.iter().map(|container| host_process(&container.at)).collect();
    if own.iter().chain(given.iter().flatten()).any(At::is_unknown) {
        return;
    }
    if let Some(own) = &own {
        contradicted(own, &given, cx);
    }
    let is_on_node = |index: usize| given[index].or(own).is_some_and(|at| at.is(true));
    let Some(first) = (0..given.len()).find(|index| is_on_node(*index)) else { return };
    let Some(at) = given[first].as_ref().or(own.as_ref()) else { return };
    // Where the pod says so too, a container that says otherwise was refused already.
    if let Some(other) = (0..given.len()).find(|index| !is_on_node(*index)).filter(|_| own.is_none()) {
        let said = given[other].as_ref().map_or(pod.containers[other].at.span(), At::span);
        let word = cx.word("hostProcess");
        let message = "a pod has its containers on the node itself all or none, and this one is not";
        cx.report(&rules::HOST_PROCESS, said, spec.path, message)
            .help(format!("say `{word}: true` for the whole pod"))
            .label(at.span(), "one on the node itself");
    }
    in_nodes_network(pod, spec, at, cx);
}

fn contradicted(own: &At<'_>, given: &[Option<At<'_>>], cx: &mut Cx) {
    for given in given.iter().flatten().filter(|given| given.node.value != own.node.value) {
        let message = format!("the pod says `{}` for all its containers", own.is(true));
        cx.report(&rules::HOST_PROCESS, given.span(), given.path, message)
            .help("leave it out here, or there")
            .label(own.span(), "said here");
    }
}

fn in_nodes_network(pod: &Pod<'_>, spec: &At<'_>, at: &At<'_>, cx: &mut Cx) {
    if pod.field("hostNetwork").is_none_or(|network| network.is(false)) {
        let word = cx.word("hostNetwork");
        let message = format!("a container on the node itself needs `{word}: true`");
        cx.report(&rules::HOST_PROCESS, at.span(), spec.path_of("hostNetwork"), message)
            .help(format!("add `{word}: true` to the pod's spec"));
    }
}

fn host_process<'t>(holder: &At<'t>) -> Option<At<'t>> {
    holder.get("securityContext")?.get("windowsOptions")?.get("hostProcess")
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    fn pod(own: &str, first: &str, second: &str, more: &str) -> Vec<String> {
        let context = |flag: &str| match flag {
            "" => String::new(),
            flag => format!("security_context: {{ windows_options: {{ host_process: {flag} }} }},"),
        };
        wrong(&format!(
            r#"{{ pod_spec: {{ {} containers: [{{ name: "primary", {} }}, {{ name: "b", image: "a", {} }}], {more} }} }}"#,
            context(own),
            context(first),
            context(second)
        ))
    }

    #[test]
    fn all_containers_are_on_the_node_or_none() {
        assert_eq!(pod("", "true", "true", "host_network: true"), Vec::<String>::new());
        assert_eq!(pod("", "true", "", "host_network: true"), ["host_process at { in spec"]);
        assert_eq!(pod("", "true", "false", "host_network: true"), ["host_process at false in spec"]);
        assert_eq!(pod("", "true", "?", ""), Vec::<String>::new());
    }

    #[test]
    fn a_container_says_what_the_pod_says() {
        let path = "spec.containers[1].securityContext.windowsOptions.hostProcess";
        assert_eq!(
            pod("true", "", "false", "host_network: true"),
            [format!("host_process at false in {path}")]
        );
        assert_eq!(pod("true", "", "true", "host_network: true"), Vec::<String>::new());
    }

    #[test]
    fn they_are_in_the_nodes_network() {
        assert_eq!(pod("true", "", "", ""), ["host_process at true in spec.hostNetwork"]);
        assert_eq!(pod("true", "", "", "host_network: ?"), Vec::<String>::new());
        assert_eq!(pod("false", "", "", ""), Vec::<String>::new());
    }
}
