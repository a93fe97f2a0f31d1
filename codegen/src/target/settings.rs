//! The tables `lints` and `feature_gates` of what the manifest says. They know the names that there are, and no check.

use podwright_rules::{Level, rules, schema};
use toml::Spanned;
use toml::de::{DeString, DeValue};

type Value<'m> = Spanned<DeValue<'m>>;

/// What is wrong, and with which value.
type Wrong<'t, 'm> = (&'t Value<'m>, String);

/// The levels of lints, by the rule's id: `missing_limits = "deny"`.
pub(super) fn lints<'t, 'm>(
    table: &'t Value<'m>,
) -> Result<Vec<(&'static str, Option<Level>)>, Wrong<'t, 'm>> {
    let of = |(name, value): (&'t Spanned<DeString<'m>>, &'t Value<'m>)| {
        let rule = lint(name.get_ref()).map_err(|message| (value, message))?;
        let level = match value.get_ref().as_str() {
            Some("allow") => None,
            Some("warn") => Some(Level::Warning),
            Some("deny") => Some(Level::Error),
            _ => return Err((value, format!("`{rule}` is set to `\"allow\"`, `\"warn\"` or `\"deny\"`"))),
        };
        Ok((rule, level))
    };
    let Some(entries) = table.get_ref().as_table() else {
        return Err((table, "`lints` is a table: `unused_volume = \"deny\"`".to_owned()));
    };
    entries.iter().map(of).collect()
}

fn lint(name: &str) -> Result<&'static str, String> {
    if let Some(lint) = rules::lints().find(|lint| lint.id == name) {
        return Ok(lint.id);
    }
    if rules::find(name).is_some_and(|rule| rule.level == Level::Error) {
        return Err(format!("`{name}` is an error, whose level cannot be set"));
    }
    Err(match rules::nearest_of(name, rules::lints().map(|lint| lint.id)) {
        Some(near) => format!("there is no lint `{name}`; did you mean `{near}`?"),
        None => format!("there is no lint `{name}`; `podwright-check --rules` lists them"),
    })
}

/// The feature gates that the cluster has on or off: `ContainerStopSignals = true`.
pub(super) fn gates<'t, 'm>(table: &'t Value<'m>) -> Result<Vec<(String, bool)>, Wrong<'t, 'm>> {
    let of = |(name, value): (&'t Spanned<DeString<'m>>, &'t Value<'m>)| {
        let name: &str = name.get_ref();
        let gates = || schema::generated::GATES.iter().map(|gate| gate.name);
        if !gates().any(|gate| gate == name) {
            let near = rules::nearest_of(name, gates())
                .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err((value, format!("podwright knows no feature gate `{name}`{near}")));
        }
        match value.get_ref().as_bool() {
            Some(on) => Ok((name.to_owned(), on)),
            None => Err((value, format!("`{name}` is `true` or `false`"))),
        }
    };
    let Some(entries) = table.get_ref().as_table() else {
        return Err((table, "`feature_gates` is a table: `ContainerStopSignals = true`".to_owned()));
    };
    entries.iter().map(of).collect()
}
