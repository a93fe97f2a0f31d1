//! The values of a template that are Rust expressions: each has the type that its field has, or rustc refuses it.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

macro_rules! kinds {
    ($($(#[$doc:meta])* $function:ident, $kind:ident, $message:literal, $right:literal, [$($type:ty),*];)*) => {$(
        $(#[$doc])*
        #[diagnostic::on_unimplemented(
            message = $message,
            label = $right
        )]
        pub trait $kind {
            /// The value as it is sent.
            fn into_json(self) -> Value;
        }

        $(impl $kind for $type {
            fn into_json(self) -> Value {
                Value::from(self)
            }
        })*

        $(#[$doc])*
        pub fn $function(value: impl $kind) -> Value {
            value.into_json()
        }
    )*};
}

kinds! {
    /// A string field.
    string, IntoStringField, "`{Self}` cannot be a string of a pod template",
        "give a `String` or a `&str`", [String, &str];
    /// A quantity field.
    quantity, IntoQuantityField, "`{Self}` cannot be a quantity of a pod template",
        "give a `String` or a `&str` such as \"500m\" or \"4Gi\"",
        [String, &str];
    /// A boolean field.
    boolean, IntoBooleanField, "`{Self}` cannot be a boolean of a pod template",
        "give a `bool`", [bool];
    /// A 32 bit field.
    int32, IntoInt32Field, "`{Self}` cannot be a 32 bit integer of a pod template",
        "give an `i32` or a smaller integer",
        [i8, i16, i32, u8, u16];
    /// A 64 bit field.
    int64, IntoInt64Field, "`{Self}` cannot be a 64 bit integer of a pod template",
        "give an `i64` or a smaller integer",
        [i8, i16, i32, i64, u8, u16, u32];
    /// A port or its name.
    int_or_string, IntoIntOrStringField, "`{Self}` cannot be a port or its name",
        "give an `i32`, a `u16`, a `String` or a `&str`",
        [i32, u16, String, &str];
    /// A time field.
    time, IntoTimeField, "`{Self}` cannot be a time of a pod template",
        "give a `String` or a `&str` such as \"2026-01-31T12:00:00Z\"",
        [String, &str];
    /// A base64 field.
    bytes, IntoBytesField, "`{Self}` cannot be base64 of a pod template",
        "give a `String` or a `&str`", [String, &str];
}

/// A map of strings, labels for example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a map of a pod template",
    label = "not a map of strings",
    note = "give a `BTreeMap<String, String>`, a `HashMap<String, String>` or an array of pairs"
)]
pub trait IntoStringMapField {
    /// The value as it is sent.
    fn into_json(self) -> Value;
}

impl<K: Into<String>, V: Into<String>> IntoStringMapField for BTreeMap<K, V> {
    fn into_json(self) -> Value {
        object(self)
    }
}

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
