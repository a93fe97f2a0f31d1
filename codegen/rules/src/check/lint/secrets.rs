//! A secret in a plain value is read by all who may see the pod, and stands in the program.

use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

/// Last words of variables whose values are secret.
const SECRET: [&str; 9] =
    ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "APIKEY", "API_KEY", "SECRET_KEY", "PRIVATE_KEY", "ACCESS_KEY"];

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for variable in pod.containers.iter().flat_map(|container| container.at.list("env")) {
        let Some(name) = variable.text_of("name").filter(|name| is_secret(name)) else { continue };
        let Some(value) = variable.get("value") else { continue };
        // A value made of other variables is no secret itself.
        if value.text().is_none_or(|text| text.is_empty() || text.contains("$(")) {
            continue;
        }
        let help = format!(
            "put it in a Secret: `{}: {{ {}: {{ name: \"…\", key: \"…\" }} }}`",
            cx.word("valueFrom"),
            cx.word("secretKeyRef")
        );
        let message =
            format!("the value of `{name}` looks like a secret, and is read by all who may see the pod");
        cx.report(&rules::PLAIN_SECRET, value.span(), value.path, message).help(help);
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    SECRET
        .iter()
        .any(|word| name.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with('_')))
}

#[cfg(test)]
mod tests {
    use crate::check::notation::warned;

    fn variable(variable: &str) -> Vec<String> {
        warned(&format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary", env: [{variable}] }}] }} }}"#))
    }

    #[test]
    fn a_secret_in_a_plain_value_is_warned_of() {
        for name in ["DB_PASSWORD", "token", "AWS_SECRET_ACCESS_KEY"] {
            assert_eq!(
                variable(&format!(r#"{{ name: "{name}", value: "hunter2" }}"#)),
                [r#"plain_secret at "hunter2" in spec.containers[0].env[0].value"#]
            );
        }
    }

    #[test]
    fn what_is_no_secret_or_is_kept_elsewhere_is_right() {
        for right in [
            r#"{ name: "MAX_TOKENS", value: "5" }"#,
            r#"{ name: "TOKEN_FILE", value: "/a" }"#,
            r#"{ name: "MY_TOKEN", value: "$(OTHER)" }"#,
            r#"{ name: "TOKEN", value: ? }"#,
            r#"{ name: "TOKEN", value_from: { secret_key_ref: { name: "a", key: "b" } } }"#,
        ] {
            assert_eq!(variable(right), Vec::<String>::new(), "{right}");
        }
    }
}
