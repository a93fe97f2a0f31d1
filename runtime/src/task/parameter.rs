//! What a task may take.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::json::{self, NoJson};
use crate::error::{Error, Kind, Result};

/// A type that a task can take: `serde::Serialize` and `serde::Deserialize`, without borrowing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a task's parameter: it does not travel as JSON",
    label = "not a parameter",
    note = "derive `serde::Serialize` and `serde::Deserialize` for it; a parameter is owned (`String`, not `&str`)"
)]
pub trait Input: Serialize + DeserializeOwned + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Send + 'static> Input for T {}

/// A parameter of a task. Only `#[task]` makes one.
///
/// It asks for [`Input`] once, where it is made, so that a type which cannot travel is one error.
pub struct Parameter<T> {
    name: &'static str,
    type_name: &'static str,
    doc: &'static str,
    default: Option<fn() -> T>,
    write: fn(&T) -> Result<Value, NoJson>,
    read: fn(Value) -> Result<T, serde_json::Error>,
}

/// A parameter of this name, written with this type and doc comment; `default` gives the value where a run has none.
pub const fn parameter<T: Input>(
    name: &'static str,
    type_name: &'static str,
    doc: &'static str,
    default: Option<fn() -> T>,
) -> Parameter<T> {
    Parameter {
        name,
        type_name,
        doc,
        default,
        write: json::write,
        read: |value| serde_json::from_value(value),
    }
}

/// A parameter's value in a call, as it will travel.
#[derive(Debug)]
pub struct Argument {
    pub(super) name: &'static str,
    pub(super) value: Result<Value>,
}

impl<T> Parameter<T> {
    /// A value for a call. What does not serialize is an error when the call is made.
    pub fn give(&'static self, value: T) -> Argument {
        let value = (self.write)(&value).map_err(|why| {
            Error::new(Kind::Mismatch, format!("`{}` does not serialize: {why}", self.name))
                .with_help(why.help())
        });
        Argument { name: self.name, value }
    }

    /// Takes the parameter's value out of an input.
    pub fn take(&'static self, input: &mut Value) -> Result<T> {
        let value = input.get_mut(self.name).map(Value::take).unwrap_or_default();
        (self.read)(value).map_err(|why| {
            Error::new(
                Kind::Mismatch,
                format!(
                    "the input's `{}` is no `{}`: {}",
                    self.name,
                    self.type_name,
                    without_type(&why.to_string(), self.type_name)
                ),
            )
        })
    }
}

/// A [`Parameter`] of whatever type.
pub trait AnyParameter: Sync {
    /// Its name: the flag's, and the key's in a JSON input.
    fn name(&self) -> &'static str;
    /// Its type, as it was written.
    fn type_name(&self) -> &'static str;
    /// Its doc comment.
    fn doc(&self) -> &'static str;
    /// The value where a run gives none.
    fn default(&self) -> Option<Result<Value>>;
    /// Whether a JSON value is one of its type; says why not.
    fn check(&self, value: &Value) -> Result<(), String>;
}

impl<T> AnyParameter for Parameter<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn type_name(&self) -> &'static str {
        self.type_name
    }

    fn doc(&self) -> &'static str {
        self.doc
    }

    fn default(&self) -> Option<Result<Value>> {
        self.default.map(|default| {
            (self.write)(&default()).map_err(|why| {
                let message = format!("the default of `{}` does not serialize: {why}", self.name);
                Error::new(Kind::Mismatch, message).with_help(why.help())
            })
        })
    }

    fn check(&self, value: &Value) -> Result<(), String> {
        (self.read)(value.clone()).map(drop).map_err(|why| without_type(&why.to_string(), self.type_name))
    }
}

/// What serde says without the type that it expected, where that is the one which the message names already.
fn without_type(said: &str, type_name: &str) -> String {
    match said.rsplit_once(", expected ") {
        Some((said, expected)) if expected.trim_start_matches("struct ") == type_name => said.to_owned(),
        _ => said.to_owned(),
    }
}

impl fmt::Debug for dyn AnyParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name(), self.type_name())
    }
}

impl dyn AnyParameter {
    /// Whether it may be left out: its type has a `null`.
    pub(crate) fn optional(&self) -> bool {
        self.check(&Value::Null).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static COUNT: Parameter<u8> = parameter("count", "u8", "", Some(|| 3));
    static NAME: Parameter<Option<String>> = parameter("name", "Option<String>", "", None);

    #[test]
    fn a_value_travels() {
        let mut input = serde_json::json!({"count": COUNT.give(7).value.unwrap()});
        assert_eq!(COUNT.take(&mut input).unwrap(), 7);
    }

    #[test]
    fn a_value_of_another_type_names_the_parameter_and_its_type() {
        let error = COUNT.take(&mut serde_json::json!({"count": 700})).unwrap_err();
        assert!(error.to_string().starts_with("the input's `count` is no `u8`: "), "{error}");
        assert_eq!(COUNT.check(&Value::from("x")).unwrap_err(), "invalid type: string \"x\"");
    }

    #[test]
    fn a_number_that_json_does_not_have_is_refused_before_the_call_is_made() {
        static RATES: Parameter<Vec<f32>> = parameter("rates", "Vec<f32>", "", Some(|| vec![0.5, f32::NAN]));
        let refused = RATES.give(vec![1.0, f32::INFINITY]).value.unwrap_err();
        assert_eq!(
            refused.to_string(),
            "`rates` does not serialize: `[1]` is infinite, which JSON does not have"
        );
        let default = AnyParameter::default(&RATES).unwrap().unwrap_err();
        assert!(default.to_string().ends_with("`[1]` is NaN, which JSON does not have"), "{default}");
    }

    #[test]
    fn an_option_may_be_left_out() {
        let (count, name): (&dyn AnyParameter, &dyn AnyParameter) = (&COUNT, &NAME);
        assert!(!count.optional() && name.optional());
        assert_eq!(count.default().unwrap().unwrap(), 3);
    }
}
