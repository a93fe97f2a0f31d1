//! JSON → tree. A place is the number of the value or the key in the document.

use std::fmt;

use anyhow::{Context, Result};
use podwright_rules::tree::{Entry, Key, Node, SpanId, Value};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// Reads a document, with every key that it has twice.
pub(super) fn read(json: &str) -> Result<Node> {
    let mut count = 0;
    let mut reader = serde_json::Deserializer::from_str(json);
    Reader { count: &mut count }.deserialize(&mut reader).with_context(|| format!("reading {json}"))
}

struct Reader<'c> {
    count: &'c mut u32,
}

impl Reader<'_> {
    fn span(&mut self) -> SpanId {
        *self.count += 1;
        SpanId(*self.count)
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<Node, D::Error> {
        let span = self.span();
        let value = deserializer.deserialize_any(self)?;
        Ok(Node { span, value, attributes: Vec::new() })
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        #[expect(clippy::cast_precision_loss, reason = "it is no integer that Kubernetes takes")]
        Ok(i64::try_from(value).map_or(Value::Float(value as f64), Value::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(Reader { count: &mut *self.count })? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let span = self.span();
            let value = map.next_value_seed(Reader { count: &mut *self.count })?;
            entries.push(Entry { key: Key { name, span }, value });
        }
        Ok(Value::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use podwright_rules::tree::Value;

    use super::read;

    #[test]
    fn a_key_that_is_there_twice_is_read_twice() {
        let node = read(r#"{"a": 1, "b": [1e3, 9223372036854775808], "a": null}"#).unwrap();
        let Value::Map(entries) = node.value else { panic!("it is a map") };
        let names: Vec<&str> = entries.iter().map(|entry| entry.key.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "a"]);
        assert_eq!(entries[0].value.value, Value::Integer(1));
        let Value::List(numbers) = &entries[1].value.value else { panic!("it is a list") };
        assert!(numbers.iter().all(|number| matches!(number.value, Value::Float(_))), "they are no integers");
    }
}
