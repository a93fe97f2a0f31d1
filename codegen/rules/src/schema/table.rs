//! The notation of the generated tables: a field is its names and its shape, and what else is to be said of it.

use super::{Field, Minor, NewValue, Shape};

/// A field with nothing special to it.
pub(super) const fn field(name: &'static str, json: &'static str, shape: Shape) -> Field {
    Field {
        name,
        json,
        shape,
        required: false,
        values: &[],
        new_values: &[],
        keys: &[],
        merge_key: "",
        since: None,
        gone: None,
        gate: "",
    }
}

impl Field {
    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(super) const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    pub(super) const fn new_values(mut self, values: &'static [NewValue]) -> Self {
        self.new_values = values;
        self
    }

    pub(super) const fn keys(mut self, keys: &'static [&'static str]) -> Self {
        self.keys = keys;
        self
    }

    pub(super) const fn merge_key(mut self, key: &'static str) -> Self {
        self.merge_key = key;
        self
    }

    pub(super) const fn since(mut self, minor: u8) -> Self {
        self.since = Some(Minor(minor));
        self
    }

    pub(super) const fn gone(mut self, minor: u8) -> Self {
        self.gone = Some(Minor(minor));
        self
    }

    pub(super) const fn gate(mut self, gate: &'static str) -> Self {
        self.gate = gate;
        self
    }
}
