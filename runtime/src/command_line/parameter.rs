//! A task's parameters as flags, and flags as the values of parameters.

use std::io::Read;

use clap::{Arg, ArgAction, ArgMatches};
use serde_json::{Map, Value};

use crate::error::{Error, Kind, Result};
use crate::task::{AnyParameter, TaskDef};

/// A flag for each parameter. `taken` are flags that podwright has itself: a parameter of such a name gets `--arg-NAME`.
pub(super) fn flags(task: &'static TaskDef, taken: &[&str]) -> Vec<Arg> {
    task.parameters.iter().map(|parameter| flag(*parameter, taken)).collect()
}

fn flag(parameter: &'static dyn AnyParameter, taken: &[&str]) -> Arg {
    let long = long(parameter.name(), taken);
    let mut help = parameter.doc().trim().to_owned();
    let default = parameter.default().and_then(Result::ok);
    let note = match &default {
        Some(value) => format!("[default: {value}]"),
        None if parameter.optional() => "[optional]".to_owned(),
        None => "[required]".to_owned(),
    };
    if !help.is_empty() {
        help.push(' ');
    }
    help.push_str(&note);
    // A flag alone is true, where the type has a `true`.
    let values = if parameter.check(&Value::Bool(true)).is_ok() { 0..=1 } else { 1..=1 };
    let arg = Arg::new(id(parameter.name()))
        .value_name(parameter.type_name())
        .help(help)
        .help_heading("Parameters")
        .action(ArgAction::Append)
        .num_args(values)
        .allow_hyphen_values(false)
        .allow_negative_numbers(true);
    let underscored = long.replace('-', "_");
    if long == underscored { arg.long(long) } else { arg.long(long).alias(underscored) }
}

/// What a parameter's values are kept under, which is no flag of podwright's own.
fn id(name: &str) -> String {
    format!("parameter {name}")
}

/// The flag of a parameter, without its dashes.
pub(super) fn long(name: &str, taken: &[&str]) -> String {
    let dashed = name.trim_start_matches("r#").replace('_', "-");
    // A parameter that is called so itself is not to have the flag of another.
    let without = dashed.trim_start_matches("arg-");
    if taken.contains(&without) { format!("arg-{dashed}") } else { dashed }
}

/// The input that the flags give: an object with a value for each parameter.
pub(super) fn input(task: &'static TaskDef, matches: &ArgMatches, taken: &[&str]) -> Result<Value> {
    let mut given = Map::new();
    let mut missing = Vec::new();
    for parameter in task.parameters {
        let name = parameter.name();
        let flag = format!("--{}", long(name, taken));
        let id = id(name);
        if matches.value_source(&id) != Some(clap::parser::ValueSource::CommandLine) {
            if parameter.default().is_none() && !parameter.optional() {
                missing.push(format!("{flag} <{}>", parameter.type_name()));
            }
            continue;
        }
        let texts: Vec<String> = matches.get_many::<String>(&id).into_iter().flatten().cloned().collect();
        let texts = texts.into_iter().map(contents).collect::<Result<Vec<_>>>()?;
        let value = value(*parameter, &texts).map_err(|why| {
            let type_name = parameter.type_name();
            usage(format!("`{flag}` takes a value of type `{type_name}`: {why}"))
        })?;
        given.insert(name.to_owned(), value);
    }
    if missing.is_empty() {
        return task.complete(given);
    }
    Err(usage(format!("`{}` needs {}", task.name, missing.join(", "))))
}

fn usage(message: String) -> Error {
    Error::new(Kind::Usage, message)
}

/// `@FILE` is the file's contents, `@-` standard input's, `@@…` a text that begins with an `@`.
fn contents(text: String) -> Result<String> {
    match text.strip_prefix('@') {
        None => Ok(text),
        Some(rest) if rest.starts_with('@') => Ok(rest.to_owned()),
        Some("-") => {
            let mut input = String::new();
            std::io::stdin()
                .read_to_string(&mut input)
                .map_err(|why| usage(format!("cannot read standard input: {why}")))?;
            Ok(input)
        }
        Some(path) => {
            std::fs::read_to_string(path).map_err(|why| usage(format!("cannot read `{path}`: {why}")))
        }
    }
}

/// The value of a parameter whose flag was given with these texts. Its type decides what they mean: a text that the type
/// takes as a string is a string, else it is JSON; several are a list.
fn value(parameter: &dyn AnyParameter, texts: &[String]) -> Result<Value, String> {
    let fits = |value: Value| parameter.check(&value).map(|()| value);
    match texts {
        [] => fits(Value::Bool(true)).map_err(|_| "it needs a value".to_owned()),
        [text] => {
            let json = serde_json::from_str::<Value>(text).ok();
            if let Some(json @ (Value::Object(_) | Value::Array(_))) = &json
                && parameter.check(json).is_ok()
            {
                return Ok(json.clone());
            }
            let string = fits(Value::String(text.clone()));
            let refused = match (string, json) {
                (Ok(value), _) => return Ok(value),
                (Err(_), Some(json)) => match fits(json) {
                    Ok(value) => return Ok(value),
                    Err(why) => why,
                },
                (Err(why), None) => why,
            };
            list(parameter, texts).map_err(|_| refused)
        }
        _ => list(parameter, texts),
    }
}

fn list(parameter: &dyn AnyParameter, texts: &[String]) -> Result<Value, String> {
    let strings = Value::Array(texts.iter().cloned().map(Value::String).collect());
    if parameter.check(&strings).is_ok() {
        return Ok(strings);
    }
    let json =
        texts.iter().map(|text| serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone())));
    let json = Value::Array(json.collect());
    parameter.check(&json).map(|()| json)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::task::{Input, Parameter, parameter};

    fn read<T: Input>(texts: &[&str]) -> Result<Value, String> {
        let parameter: Parameter<T> = parameter("p", "T", "", None);
        value(&parameter, &texts.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn a_text_means_what_the_type_takes() {
        assert_eq!(read::<String>(&["12"]), Ok(json!("12")));
        assert_eq!(read::<String>(&["\"q\""]), Ok(json!("\"q\"")));
        assert_eq!(read::<u8>(&["12"]), Ok(json!(12)));
        assert_eq!(read::<f64>(&["1e3"]), Ok(json!(1000.0)));
        assert_eq!(read::<bool>(&["false"]), Ok(json!(false)));
        assert_eq!(read::<Option<String>>(&["x"]), Ok(json!("x")));
        assert_eq!(read::<BTreeMap<String, u8>>(&["{\"a\": 1}"]), Ok(json!({"a": 1})));
    }

    #[test]
    fn a_flag_alone_is_true() {
        assert_eq!(read::<bool>(&[]), Ok(json!(true)));
        assert_eq!(read::<String>(&[]), Err("it needs a value".to_owned()));
    }

    #[test]
    fn a_list_is_a_flag_given_several_times_or_json() {
        assert_eq!(read::<Vec<String>>(&["a"]), Ok(json!(["a"])));
        assert_eq!(read::<Vec<String>>(&["a", "1"]), Ok(json!(["a", "1"])));
        assert_eq!(read::<Vec<u8>>(&["1", "2"]), Ok(json!([1, 2])));
        assert_eq!(read::<Vec<u8>>(&["[1, 2]"]), Ok(json!([1, 2])));
    }

    #[test]
    fn a_value_of_another_type_is_refused_with_what_serde_says() {
        assert!(read::<u8>(&["300"]).unwrap_err().contains("300"), "{:?}", read::<u8>(&["300"]));
        assert!(read::<u8>(&["many"]).is_err());
    }

    #[test]
    fn a_flag_of_podwrights_own_is_not_taken_twice() {
        assert_eq!(long("batch_size", &["context"]), "batch-size");
        assert_eq!(long("context", &["context"]), "arg-context");
        assert_eq!(long("arg_context", &["context"]), "arg-arg-context");
        assert_eq!(long("arg_size", &["context"]), "arg-size");
    }

    #[test]
    fn a_parameter_of_a_taken_name_leaves_podwrights_own_flag_alone() {
        static NAME: Parameter<String> = parameter("name", "String", "", None);
        let flag = flag(&NAME, &["name"]);
        assert_eq!(flag.get_long(), Some("arg-name"));
        let own = Arg::new("name").long("name");
        let matches = clap::Command::new("p").args([flag, own]).get_matches_from([
            "p",
            "--arg-name",
            "theirs",
            "--name",
            "ours",
        ]);
        assert_eq!(matches.get_one::<String>("name").unwrap(), "ours");
        assert_eq!(matches.get_one::<String>(&id("name")).unwrap(), "theirs");
    }
}
