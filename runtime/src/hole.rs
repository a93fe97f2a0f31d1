//! The values of a template that are Rust expressions: each has the type that its field has, or rustc refuses it.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

/// A string field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a string of a pod template",
    label = "give a `String` or a `&str`"
)]
pub trait IntoStringField {
    /// The value as it is sent.
    fn into_json(self) -> Value;
}

/// A quantity field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a quantity of a pod template",
    label = "give a `String` or a `&str` such as \"500m\" or \"4Gi\""
)]
pub trait IntoQuantityField {
    /// The value as it is sent.
    fn into_json(self) -> Value;
}

/// A boolean field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a boolean of a pod template",
    label = "give a `bool`"
)]
pub trait IntoBooleanField {
    /// The value as it is sent.
    fn into_json(self) -> Value;
}

/// A 32 bit field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a 32 bit integer of a pod template",
    label = "give an `i32` or a smaller integer"
)]
pub trait IntoInt32Field {
    /// The value as it is sent.
    fn into_json(self) -> Value;
}

/// A 64 bit field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a 64 bit integer of a pod template",
    label = "give an `i64` or a smaller integer"
)]
pub trait IntoInt64Field {
    /// The value as it is sent.
    fn into_json(self) -> Value;
}

/// A port or its name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a port or its name of a pod template",
    label = "give an `i32`, a `u16`, a `String` or a `&str`"
)]
pub trait IntoIntOrStringField {
    /// The value as it is sent.
    fn into_json(self) -> Value;
}

/// The types that a field takes. rustc does not list them: what is right is said in the trait's own words.
macro_rules! takes {
    ($($field:ident: $($type:ty),*;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl $field for $type {
            fn into_json(self) -> Value {
                Value::from(self)
            }
        }
    )*)*};
}

takes! {
    IntoStringField: String, &str;
    IntoQuantityField: String, &str;
    IntoBooleanField: bool;
    IntoInt32Field: i8, i16, i32, u8, u16;
    IntoInt64Field: i8, i16, i32, i64, u8, u16, u32;
    IntoIntOrStringField: i32, u16, String, &str;
}

/// A string field.
pub fn string(value: impl IntoStringField) -> Value {
    value.into_json()
}

/// A quantity field.
pub fn quantity(value: impl IntoQuantityField) -> Value {
    value.into_json()
}

/// A boolean field.
pub fn boolean(value: impl IntoBooleanField) -> Value {
    value.into_json()
}

/// A 32 bit field.
pub fn int32(value: impl IntoInt32Field) -> Value {
    value.into_json()
}

/// A 64 bit field.
pub fn int64(value: impl IntoInt64Field) -> Value {
    value.into_json()
}

/// A port or its name.
pub fn int_or_string(value: impl IntoIntOrStringField) -> Value {
    value.into_json()
}

/// A map of strings, labels for example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a map of a pod template",
    label = "give a `BTreeMap<String, String>`, a `HashMap<String, String>` or an array of pairs"
)]
pub trait IntoStringMapField {
    /// The value as it is sent.
    fn into_json(self) -> Value;
}

#[diagnostic::do_not_recommend]
impl<K: Into<String>, V: Into<String>> IntoStringMapField for BTreeMap<K, V> {
    fn into_json(self) -> Value {
        object(self)
    }
}

#[diagnostic::do_not_recommend]
impl<K: Into<String>, V: Into<String>, S> IntoStringMapField for HashMap<K, V, S> {
    fn into_json(self) -> Value {
        // A HashMap's order differs from run to run, and a template is sent the same whenever it is the same.
        object(
            self.into_iter()
                .map(|(key, value)| (key.into(), value.into()))
                .collect::<BTreeMap<String, String>>(),
        )
    }
}

#[diagnostic::do_not_recommend]
impl<K: Into<String>, V: Into<String>, const N: usize> IntoStringMapField for [(K, V); N] {
    fn into_json(self) -> Value {
        object(self)
    }
}

fn object<K: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (K, V)>) -> Value {
    Value::Object(pairs.into_iter().map(|(key, value)| (key.into(), Value::String(value.into()))).collect())
}

/// A map of strings.
pub fn string_map(value: impl IntoStringMapField) -> Value {
    value.into_json()
}
