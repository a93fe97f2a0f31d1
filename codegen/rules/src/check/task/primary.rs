//! The primary container is there, and named by a literal.

use crate::check::cx::Cx;
use crate::check::nearest::{listed, nearest};
use crate::formats::name;
use crate::pod::{At, Pod, Role};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(wanted) = pod.primary_name else { return };
    let given = pod.object.get("primaryContainerName");
    if let Some(given) = given.as_ref().filter(|given| given.hole().is_some()) {
        literal(given, cx);
    } else if pod.spec.is_none() {
        implied(wanted, given.as_ref(), cx);
    } else if given.as_ref().is_none_or(|given| !given.is_unknown()) && pod.primary().is_none() {
        missing(pod, wanted, given.as_ref(), cx);
    }
}

/// Without a pod spec the name is that of a container nobody else checks.
fn implied(wanted: &str, given: Option<&At<'_>>, cx: &mut Cx) {
    let Some(given) = given.filter(|given| !given.is_unknown()) else { return };
    if let Err(invalid) = name::label(wanted) {
        cx.refuse(&rules::INVALID_NAME, given.span(), given.path, "container name", wanted, invalid);
    }
}

fn literal(at: &At<'_>, cx: &mut Cx) {
    cx.report(&rules::HOLE, at.span(), at.path, "the primary container's name has to be a literal")
        .help("the checks look the primary container up by it");
}

fn missing<'t>(pod: &Pod<'t>, wanted: &str, given: Option<&At<'t>>, cx: &mut Cx) {
    if !pod.knows_names_of("containers") {
        // Which of the containers it is cannot be told, where a name is an expression.
        let hole = pod
            .list("containers")
            .iter()
            .find_map(|item| item.get("name").filter(|name| name.hole().is_some()));
        if let Some(hole) = hole {
            literal(&hole, cx);
        }
        return;
    }
    let Some(containers) = pod.field("containers") else { return };
    let (at, path) = match given {
        Some(given) => (given.span(), given.path),
        None => (containers.name_span, containers.path),
    };
    let field = cx.word("primaryContainerName");
    let names: Vec<&str> = pod.list("containers").iter().filter_map(|item| item.text_of("name")).collect();
    let is_init = pod
        .containers
        .iter()
        .any(|container| container.role == Role::Init && container.name() == Some(wanted));
    let help = if is_init {
        format!("`{wanted}` is an init container: the one that runs the task stands in `containers`")
    } else if let Some(near) = nearest(wanted, names.iter().copied()) {
        format!("did you mean `{near}`?")
    } else if let [name] = names[..] {
        format!("if `{name}` runs the task, say so: `{field}: \"{name}\"`")
    } else if names.is_empty() {
        format!("add one: `{{ name: \"{wanted}\" }}`")
    } else {
        format!("there are {}: name the one that runs the task, `{field}: \"…\"`", listed(names))
    };
    let message = format!("no container is named `{wanted}`, the name of the primary container");
    cx.report(&rules::PRIMARY_CONTAINER, at, path, message).help(help);
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, wrong};

    #[test]
    fn a_template_without_a_pod_spec_has_an_implied_primary() {
        assert_eq!(wrong(r#"{ primary_container_name: "main" }"#), Vec::<String>::new());
        assert_eq!(wrong("{}"), Vec::<String>::new());
        assert_eq!(
            wrong(r#"{ primary_container_name: "Main" }"#),
            [r#"invalid_name at "Main" in primaryContainerName"#]
        );
    }

    #[test]
    fn a_missing_primary_names_the_containers_there_are() {
        let named = r#"{ primary_container_name: "man", pod_spec: { containers: [{ name: "main" }] } }"#;
        assert_eq!(wrong(named), [r#"primary_container at "man" in primaryContainerName"#]);
        assert_eq!(message(named).1, "did you mean `main`?");
        let default = r#"{ pod_spec: { containers: [{ name: "main", image: "a:1" }] } }"#;
        assert_eq!(wrong(default), ["primary_container at containers in spec.containers"]);
        assert_eq!(message(default).0, "no container is named `primary`, the name of the primary container");
        assert_eq!(message(default).1, "if `main` runs the task, say so: `primary_container_name: \"main\"`");
        let two =
            r#"{ pod_spec: { containers: [{ name: "a", image: "a:1" }, { name: "b", image: "b:1" }] } }"#;
        assert_eq!(
            message(two).1,
            "there are `a` and `b`: name the one that runs the task, `primary_container_name: \"…\"`"
        );
        assert_eq!(message("{ pod_spec: { containers: [] } }").1, "add one: `{ name: \"primary\" }`");
    }

    #[test]
    fn an_init_container_is_not_the_primary() {
        let template = r#"{ pod_spec: { init_containers: [{ name: "primary", image: "a:1" }], containers: [{ name: "x", image: "a:1" }] } }"#;
        assert_eq!(
            message(template).1,
            "`primary` is an init container: the one that runs the task stands in `containers`"
        );
    }

    #[test]
    fn what_cannot_be_known_is_taken_for_right() {
        assert_eq!(wrong("{ pod_spec: { containers: [!] } }"), Vec::<String>::new());
        assert_eq!(wrong("{ pod_spec: ! }"), Vec::<String>::new());
        assert_eq!(
            wrong(
                r#"{ primary_container_name: !, pod_spec: { containers: [{ name: "a", image: "a:1" }] } }"#
            ),
            Vec::<String>::new()
        );
    }

    #[test]
    fn the_primary_is_named_by_a_literal() {
        assert_eq!(wrong("{ primary_container_name: ? }"), ["hole at ? in primaryContainerName"]);
        assert_eq!(
            wrong(r#"{ pod_spec: { containers: [{ name: ?, image: "a:1" }] } }"#),
            ["hole at ? in spec.containers[0].name"]
        );
        assert_eq!(
            wrong(r#"{ pod_spec: { containers: [{ name: "primary" }, { name: ?, image: "a:1" }] } }"#),
            Vec::<String>::new()
        );
    }
}
