//! Values as they travel: JSON, or why a value is none.

use serde::Serialize;
use serde_json::Value;

use super::finite;

/// Why a value cannot travel.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoJson {
    /// serde says why.
    #[error(transparent)]
    Refused(#[from] serde_json::Error),
    /// It holds a number that JSON does not have.
    #[error("{}{}, which JSON does not have", place(.0), .0.number)]
    NoNumber(finite::Found),
}

fn place(found: &finite::Found) -> String {
    if found.place.is_empty() { "it is ".to_owned() } else { format!("`{}` is ", found.place) }
}

impl NoJson {
    /// What to do about it.
    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::Refused(_) => "it travels as JSON: a map needs string keys",
            Self::NoNumber(_) => "it travels as JSON: make it an `Option` or a text where it may be none",
        }
    }
}

/// A value as JSON.
pub(super) fn write<T: Serialize>(value: &T) -> Result<Value, NoJson> {
    let json = serde_json::to_value(value)?;
    // A number that JSON does not have has become a null, in silence.
    match has_null(&json).then(|| finite::not(value)).flatten() {
        Some(found) => Err(NoJson::NoNumber(found)),
        None => Ok(json),
    }
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(fields) => fields.values().any(has_null),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_json_does_not_have_is_an_error_with_its_place() {
        let said = |value: &dyn Fn() -> Result<Value, NoJson>| value().unwrap_err().to_string();
        assert_eq!(said(&|| write(&f64::NAN)), "it is NaN, which JSON does not have");
        assert_eq!(
            said(&|| write(&vec![(1, Some(f32::INFINITY))])),
            "`[0][1]` is infinite, which JSON does not have"
        );
    }

    #[test]
    fn numbers_and_nulls_of_json_travel() {
        assert_eq!(write(&(None::<u8>, f64::MAX, ())).unwrap(), serde_json::json!([null, f64::MAX, null]));
    }
}
