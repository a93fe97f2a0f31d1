//! Hashes as text.

use ring::digest::{SHA256, digest};
use serde_json::Value;

/// The SHA-256 of a text, in hexadecimal digits.
pub fn hex(text: &str) -> String {
    digest(&SHA256, text.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of a value, whatever the order of its objects' keys: a `HashMap` has another one in each process. The order
/// of a list counts, so that a `HashSet` is another value each time.
pub fn of(value: Value) -> String {
    hex(&sorted(value).to_string())
}

/// A value with the keys of all its objects in the order of their bytes.
pub(crate) fn sorted(mut value: Value) -> Value {
    value.sort_all_objects();
    value
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;

    use super::*;

    #[test]
    fn a_digest_does_not_depend_on_the_order_of_keys() {
        let text = r#"{"b": [{"y": 1, "x": {"d": 2, "c": 3}}], "a": null}"#;
        let other = r#"{"a": null, "b": [{"x": {"c": 3, "d": 2}, "y": 1}]}"#;
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_ne!(read(text).to_string(), read(other).to_string());
        assert_eq!(of(read(text)), of(read(other)));
        assert_ne!(of(json!([1, 2])), of(json!([2, 1])), "the order of a list counts");
    }

    #[test]
    fn maps_that_are_made_anew_have_one_digest() {
        // Each map has another order, as each process has.
        let map = || (0..20).map(|key| (format!("key {key}"), key)).collect::<HashMap<_, _>>();
        let digests: Vec<_> = (0..10).map(|_| of(serde_json::to_value(map()).unwrap())).collect();
        assert!(digests.iter().all(|digest| *digest == digests[0]), "{digests:?}");
    }

    #[test]
    fn numbers_keep_the_form_that_tells_them_apart() {
        let numbers = json!([1, 1.0, -0.0, 0.1, 1e300, 1e-7, u64::MAX, i64::MIN, 0.1_f32]);
        let text =
            "[1,1.0,-0.0,0.1,1e+300,1e-7,18446744073709551615,-9223372036854775808,0.10000000149011612]";
        assert_eq!(numbers.to_string(), text);
        assert_eq!(of(serde_json::from_str(text).unwrap()), of(numbers));
    }
}
