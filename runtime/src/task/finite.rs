//! Finds the number in a value that JSON does not have: NaN, or an infinite one. `serde_json` takes it for null.

use std::fmt::Display;

use serde::Serialize;
use serde::ser::{self, Serializer};

/// A number that JSON does not have.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it is: `samples[3].weight`; empty where it is the value itself.
    pub(super) place: String,
    /// What it is, in a word.
    pub(super) number: &'static str,
}

/// The first number of a value that is not finite.
pub(super) fn not<T: Serialize + ?Sized>(value: &T) -> Option<Found> {
    match value.serialize(&mut Walk::default()) {
        Err(Stop::Found(found)) => Some(found),
        Ok(()) | Err(Stop::Other) => None,
    }
}

/// Why the walk through a value is over.
#[derive(Debug, thiserror::Error)]
enum Stop {
    #[error("a number was found")]
    Found(Found),
    /// The value does not serialize, which is somebody else's to say.
    #[error("it does not serialize")]
    Other,
}

impl ser::Error for Stop {
    fn custom<T: Display>(_: T) -> Self {
        Self::Other
    }
}

/// Goes through a value, and knows where it is.
#[derive(Default)]
struct Walk {
    place: String,
}

impl Walk {
    fn number(&self, number: f64) -> Result<(), Stop> {
        if number.is_finite() {
            return Ok(());
        }
        let word = if number.is_nan() { "NaN" } else { "infinite" };
        Err(Stop::Found(Found { place: self.place.clone(), number: word }))
    }

    /// Goes into a list or an object.
    fn inside(&mut self) -> Inside<'_> {
        let outside = self.place.len();
        Inside { walk: self, outside, next: 0, key: String::new() }
    }

    /// Goes into a variant of an enum, which JSON has as an object with one field.
    fn variant(&mut self, name: &str) -> Inside<'_> {
        let inside = self.inside();
        inside.walk.step(name);
        inside
    }

    /// Goes on to a field.
    fn step(&mut self, name: &str) {
        if !self.place.is_empty() {
            self.place.push('.');
        }
        self.place.push_str(name);
    }
}

/// A list or an object that is gone through.
struct Inside<'w> {
    walk: &'w mut Walk,
    /// How long the place was before it.
    outside: usize,
    /// The next item of a list.
    next: usize,
    /// The key of the next value of a map.
    key: String,
}

impl Inside<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
        let before = self.walk.place.len();
        self.walk.place.push('[');
        self.walk.place.push_str(&self.next.to_string());
        self.walk.place.push(']');
        self.next += 1;
        self.go(before, value)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Stop> {
        let before = self.walk.place.len();
        self.walk.step(name);
        self.go(before, value)
    }

    fn go<T: Serialize + ?Sized>(&mut self, before: usize, value: &T) -> Result<(), Stop> {
        value.serialize(&mut *self.walk)?;
        self.walk.place.truncate(before);
        Ok(())
    }

    fn leave(self) {
        self.walk.place.truncate(self.outside);
    }
}

macro_rules! no_such_numbers {
    ($($name:ident: $kind:ty,)*) => {$(
        fn $name(self, _: $kind) -> Result<(), Stop> {
            Ok(())
        }
    )*};
}

impl<'w> Serializer for &'w mut Walk {
    type Ok = ();
    type Error = Stop;
    type SerializeSeq = Inside<'w>;
    type SerializeTuple = Inside<'w>;
    type SerializeTupleStruct = Inside<'w>;
    type SerializeTupleVariant = Inside<'w>;
    type SerializeMap = Inside<'w>;
    type SerializeStruct = Inside<'w>;
    type SerializeStructVariant = Inside<'w>;

    no_such_numbers! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
        serialize_char: char,
        serialize_str: &str,
        serialize_bytes: &[u8],
        serialize_unit_struct: &'static str,
    }

    fn serialize_f32(self, number: f32) -> Result<(), Stop> {
        self.number(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Stop> {
        self.number(number)
    }

    fn serialize_none(self) -> Result<(), Stop> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Stop> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Stop> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Stop> {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Stop> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        self.inside().field(variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'w>, Stop> {
        Ok(self.inside())
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'w>, Stop> {
        Ok(self.inside())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Inside<'w>, Stop> {
        Ok(self.inside())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'w>, Stop> {
        Ok(self.variant(variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'w>, Stop> {
        Ok(self.inside())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'w>, Stop> {
        Ok(self.inside())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'w>, Stop> {
        Ok(self.variant(variant))
    }
}

macro_rules! lists {
    ($($list:ident $item:ident,)*) => {$(
        impl ser::$list for Inside<'_> {
            type Ok = ();
            type Error = Stop;

            fn $item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
                self.item(value)
            }

            fn end(self) -> Result<(), Stop> {
                self.leave();
                Ok(())
            }
        }
    )*};
}

lists! {
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field,
}

macro_rules! objects {
    ($($object:ident)*) => {$(
        impl ser::$object for Inside<'_> {
            type Ok = ();
            type Error = Stop;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Stop> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Stop> {
                self.leave();
                Ok(())
            }
        }
    )*};
}

objects!(SerializeStruct SerializeStructVariant);

impl ser::SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = Stop;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Stop> {
        let key = serde_json::to_value(key).map_err(|_| Stop::Other)?;
        self.key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
        let key = std::mem::take(&mut self.key);
        self.field(&key, value)
    }

    fn end(self) -> Result<(), Stop> {
        self.leave();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Serialize)]
    struct Sample {
        name: String,
        weight: Weight,
    }

    #[derive(Serialize)]
    enum Weight {
        Unknown,
        Exact(f64),
        Between { low: f64, high: f32 },
        Pair(f64, f64),
    }

    fn place(weight: Weight) -> Option<String> {
        let sample = |weight| Sample { name: "s".into(), weight };
        let samples = [sample(Weight::Unknown), sample(weight), sample(Weight::Exact(f64::NAN))];
        not(&BTreeMap::from([("first", samples)])).map(|found| format!("{} {}", found.place, found.number))
    }

    #[test]
    fn the_first_such_number_is_found_wherever_it_is() {
        let next = "first[2].weight.Exact NaN";
        for (weight, found) in [
            (Weight::Exact(f64::INFINITY), "first[1].weight.Exact infinite"),
            (Weight::Between { low: 1.0, high: f32::NAN }, "first[1].weight.Between.high NaN"),
            (Weight::Pair(0.0, f64::NEG_INFINITY), "first[1].weight.Pair[1] infinite"),
            (Weight::Between { low: 0.0, high: 1.0 }, next),
            (Weight::Pair(0.0, 1.0), next),
            (Weight::Unknown, next),
        ] {
            assert_eq!(place(weight).as_deref(), Some(found));
        }
    }

    #[test]
    fn finite_numbers_and_no_numbers_are_none() {
        assert_eq!(not(&(1, 0.5, None::<f64>, "NaN", 'x', ())), None);
        assert_eq!(not(&f64::NAN).unwrap().place, "");
    }
}
