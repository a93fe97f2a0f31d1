//! How a pod resolves names: servers, search domains and options.

use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;

/// The most that the resolver of a container reads.
const NAMESERVERS: usize = 3;
const SEARCHES: usize = 32;
const SEARCH_LETTERS: usize = 2048;

/// `validatePodDNSConfig`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(spec) = &pod.spec else { return };
    let config = spec.get("dnsConfig");
    if spec.text_of("dnsPolicy") == Some("None") && !has_server(config.as_ref()) {
        return without_server(spec, config.as_ref(), cx);
    }
    let Some(config) = config else { return };
    nameservers(&config, cx);
    searches(&config, cx);
    for option in config.list("options") {
        if !option.is_unknown() && option.lacks("name") {
            cx.report(&rules::REQUIRED, option.span(), option.path, "an option of the resolver needs `name`")
                .help("add `name: \"…\"`, such as `ndots`");
        }
    }
}

/// Whether there is a server, or it cannot be told.
fn has_server(config: Option<&At<'_>>) -> bool {
    let Some(config) = config else { return false };
    config.is_unknown()
        || config.get("nameservers").is_some_and(|servers| servers.is_unknown())
        || !config.list("nameservers").is_empty()
}

fn without_server<'t>(spec: &At<'t>, config: Option<&At<'t>>, cx: &mut Cx) {
    let policy = spec.get("dnsPolicy").map_or(spec.span(), |policy| policy.span());
    let path = config.map_or_else(|| spec.path_of("dnsConfig"), |config| config.path_of("nameservers"));
    let (field, list) = (cx.word("dnsConfig"), cx.word("nameservers"));
    let message = "the pod takes no name server from the cluster, and names none of its own";
    cx.report(&rules::REQUIRED, policy, path, message)
        .help(format!("add `{field}: {{ {list}: [\"…\"] }}`, or use the policy `ClusterFirst`"));
}

fn nameservers(config: &At<'_>, cx: &mut Cx) {
    let servers = config.list("nameservers");
    if let Some(more) = servers.get(NAMESERVERS) {
        let message = format!("a pod has at most {NAMESERVERS} name servers, and this is one more");
        cx.report(&rules::TOO_MANY, more.span(), config.path_of("nameservers"), message);
    }
    for server in &servers {
        super::address(server, "name server", cx);
    }
}

fn searches(config: &At<'_>, cx: &mut Cx) {
    let searches = config.list("searches");
    let path = || config.path_of("searches");
    if let Some(more) = searches.get(SEARCHES) {
        let message = format!("a pod has at most {SEARCHES} search domains, and this is one more");
        cx.report(&rules::TOO_MANY, more.span(), path(), message);
    }
    let letters: usize = searches.iter().map(|search| search.text().map_or(0, str::len) + 1).sum();
    if letters > SEARCH_LETTERS + 1
        && let Some(list) = config.get("searches")
    {
        let message = format!(
            "the search domains have {} letters with the spaces between, and at most {SEARCH_LETTERS} are read",
            letters - 1
        );
        cx.report(&rules::TOO_LONG, list.name_span, path(), message);
    }
    for search in &searches {
        let Some(text) = search.text().filter(|text| *text != ".") else { continue };
        if let Err(invalid) = name::search_domain(text.strip_suffix('.').unwrap_or(text)) {
            cx.refuse(&rules::INVALID_NAME, search.span(), search.path, "search domain", text, invalid);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    #[test]
    fn the_search_domains_have_2048_letters_together() {
        let said = |domains: usize| {
            let domain = format!("\"{0}.{0}.{0}.a\", ", "a".repeat(60));
            let config = format!("dns_config: {{ searches: [{}] }}", domain.repeat(domains));
            wrong(&format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], {config} }} }}"#))
        };
        assert_eq!(said(11), Vec::<String>::new());
        assert_eq!(said(12), ["too_long at searches in spec.dnsConfig.searches"]);
    }

    #[test]
    fn the_last_of_2048_letters_is_read() {
        let said = |last: usize| {
            let domain = |length: usize| format!("\"{}{}\"", "a.".repeat(63), "a".repeat(length - 126));
            let searches = [vec![domain(127); 15], vec![domain(last)]].concat().join(", ");
            let config = format!("dns_config: {{ searches: [{searches}] }}");
            wrong(&format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], {config} }} }}"#))
        };
        assert_eq!(said(128), Vec::<String>::new());
        assert_eq!(said(129).len(), 1);
    }
}
