//! What a probe or a hook does: one thing, to a port that can be, with headers that can be.

use super::places::{containers, hooks, probes};
use crate::check::container::ports;
use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;
use crate::schema::generated::{LIFECYCLE_HANDLER, PROBE};
use crate::tree::Value;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in containers(pod) {
        for (_, probe) in probes(container) {
            handler(&probe, PROBE.union, "a probe", cx);
        }
        for hook in hooks(container) {
            handler(&hook, LIFECYCLE_HANDLER.union, "a hook", cx);
        }
    }
}

fn handler(at: &At<'_>, kinds: &[&str], what: &str, cx: &mut Cx) {
    if at.is_unknown() {
        return;
    }
    if kinds.iter().all(|kind| at.get(kind).is_none()) {
        let list = cx.words(kinds);
        cx.report(&rules::REQUIRED, at.span(), at.path, format!("{what} needs something to do"))
            .help(format!("give one of {list}"));
    }
    if let Some(exec) = at.get("exec") {
        command(&exec, cx);
    }
    if let Some(get) = at.get("httpGet") {
        port(&get, cx);
        headers(&get, cx);
        protocol(&get, cx);
    }
    for kind in ["tcpSocket", "grpc"] {
        if let Some(action) = at.get(kind) {
            port(&action, cx);
        }
    }
}

fn command(exec: &At<'_>, cx: &mut Cx) {
    let command = exec.get("command");
    let is_given =
        command.as_ref().is_some_and(|command| command.is_unknown() || !command.items().is_empty());
    if !exec.is_unknown() && !is_given {
        let at = command.map_or(exec.span(), |command| command.span());
        cx.report(&rules::REQUIRED, at, exec.path_of("command"), "there is no command to run")
            .help("add `command: [\"…\"]`");
    }
}

/// `ValidatePortNumOrName`
fn port(action: &At<'_>, cx: &mut Cx) {
    let Some(at) = action.get("port") else { return };
    match &at.node.value {
        Value::Integer(_) => ports::range(Some(&at), 1, cx),
        Value::String(text) if text.parse::<u16>().is_ok() => {
            cx.report(
                &rules::INVALID_PORT_NAME,
                at.span(),
                at.path,
                format!("`{text}` in quotes is a port's name, and has no letter"),
            )
            .help(format!("write the number without quotes: `{text}`"));
        }
        Value::String(_) => cx.form(&rules::INVALID_PORT_NAME, "port name", Some(&at), name::port),
        _ => {}
    }
}

/// The API server names the list of headers, whichever of them is wrong (`IsHTTPHeaderName`).
fn headers(get: &At<'_>, cx: &mut Cx) {
    for header in get.list("httpHeaders") {
        let Some(name) = header.get("name") else { continue };
        let Some(text) = name.text().filter(|text| !text.is_empty()) else { continue };
        if text.bytes().any(|byte| !byte.is_ascii_alphanumeric() && byte != b'-') {
            let message = format!("`{text}` is no name of a header");
            cx.report(&rules::INVALID_HEADER_NAME, name.span(), get.path_of("httpHeaders"), message)
                .help("it is letters, digits and `-`: `X-Header-Name`");
        }
    }
}

/// HTTP/2 is spoken in the clear, to the pod itself.
fn protocol(get: &At<'_>, cx: &mut Cx) {
    let Some(http2) = get.get("protocol").filter(|at| at.text() == Some("HTTP2")) else { return };
    if let Some(scheme) = get.get("scheme").filter(|scheme| scheme.text() == Some("HTTPS")) {
        cx.report(&rules::HTTP2_PROBE, http2.span(), http2.path, "a probe speaks HTTP/2 in the clear only")
            .help("write the scheme `HTTP`, or leave the protocol out")
            .label(scheme.span(), "the scheme is given here");
    } else if let Some(host) = get.get("host").filter(|host| host.text().is_some_and(|text| !text.is_empty()))
    {
        cx.report(&rules::HTTP2_PROBE, host.span(), host.path, "a probe speaks HTTP/2 to the pod only")
            .help("leave the host out, or the protocol")
            .label(http2.span(), "the protocol is given here");
    }
}

#[cfg(test)]
mod tests {
    use crate::Spelling;
    use crate::check::notation::{message, read, wrong};
    use crate::check::{Options, check};

    fn probe(handler: &str) -> String {
        format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", liveness_probe: {{ {handler} }} }}] }} }}"#
        )
    }

    const AT: &str = "spec.containers[0].livenessProbe";

    #[test]
    fn a_probe_does_something() {
        assert_eq!(wrong(&probe("period_seconds: 3")), [format!("required at {{ in {AT}")]);
        assert_eq!(message(&probe("")).1, "give one of `exec`, `grpc`, `http_get` and `tcp_socket`");
        assert_eq!(wrong(&probe("exec: {}")), [format!("required at {{ in {AT}.exec.command")]);
        assert_eq!(wrong(&probe("exec: { command: [] }")), [format!("required at [ in {AT}.exec.command")]);
        let hook = r#"{ pod_spec: { containers: [{ name: "primary", lifecycle: { pre_stop: {}, post_start: { http_get: { port: 0 } } } }] } }"#;
        assert_eq!(
            wrong(hook),
            [
                "required at { in spec.containers[0].lifecycle.preStop",
                "port_range at 0 in spec.containers[0].lifecycle.postStart.httpGet.port",
            ]
        );
    }

    #[test]
    fn a_port_is_a_number_or_a_name() {
        for action in ["http_get", "tcp_socket"] {
            assert_eq!(wrong(&probe(&format!("{action}: {{ port: 70000 }}"))).len(), 1);
            assert_eq!(wrong(&probe(&format!(r#"{action}: {{ port: "a--b" }}"#))).len(), 1);
            assert_eq!(wrong(&probe(&format!("{action}: {{ port: ? }}"))), Vec::<String>::new());
        }
        let quoted = probe(r#"tcp_socket: { port: "8080" }"#);
        assert_eq!(wrong(&quoted), [format!(r#"invalid_port_name at "8080" in {AT}.tcpSocket.port"#)]);
        assert_eq!(message(&quoted).1, "write the number without quotes: `8080`");
        assert_eq!(wrong(&probe("grpc: { port: 0 }")), [format!("port_range at 0 in {AT}.grpc.port")]);
    }

    #[test]
    fn a_header_has_a_name_of_letters_and_digits() {
        let template = probe(
            r#"http_get: { port: 80, http_headers: [{ name: "X-A", value: "" }, { name: "X_A", value: "" }] }"#,
        );
        assert_eq!(
            wrong(&template),
            [format!(r#"invalid_header_name at "X_A" in {AT}.httpGet.httpHeaders"#)]
        );
    }

    #[test]
    fn http2_is_spoken_in_the_clear_and_to_the_pod() {
        let said = |more: &str| {
            let mut options = Options::new(Spelling::Snake);
            options.feature_gates.push(("H2CContainerProbe".to_owned(), true));
            let template = probe(&format!(r#"http_get: {{ port: 80, protocol: "HTTP2", {more} }}"#));
            let found = check(&read(&template), &options).diagnostics.into_iter();
            found.map(|found| (found.rule, found.path)).collect::<Vec<_>>()
        };
        let at = |field: &str| vec![("http2_probe", format!("{AT}.httpGet.{field}"))];
        assert_eq!(said(r#"scheme: "HTTP""#), []);
        assert_eq!(said(r#"scheme: "HTTPS""#), at("protocol"));
        assert_eq!(said(r#"host: "example.com""#), at("host"));
    }
}
