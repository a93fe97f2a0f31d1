//! Lays the releases over each other: the newest says what a field is, all of them since when it is there.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail, ensure};

use super::names::snake_case;
use super::release::{self, Release, Stage};
use super::unions;

/// What the tables say.
pub(super) struct Merged {
    /// The releases, oldest first.
    pub(super) versions: Vec<String>,
    pub(super) types: BTreeMap<String, Type>,
    pub(super) gates: BTreeMap<String, Vec<Stage>>,
}

pub(super) struct Type {
    pub(super) package: String,
    /// Sorted by name.
    pub(super) fields: Vec<Field>,
    /// Fields of which at most one is set.
    pub(super) union: Vec<String>,
}

pub(super) struct Field {
    pub(super) name: String,
    pub(super) json: String,
    /// What the newest release that has the field says of it.
    pub(super) newest: release::Field,
    pub(super) since: Option<u8>,
    pub(super) gone: Option<u8>,
    /// Values that the first releases with the field do not have.
    pub(super) new_values: Vec<(String, u8)>,
}

/// Merges releases, oldest first.
pub(super) fn merge(releases: &[Release]) -> Result<Merged> {
    let names: BTreeSet<&String> = releases.iter().flat_map(|release| release.types.keys()).collect();
    let types = names
        .into_iter()
        .map(|name| Ok((name.clone(), merge_type(name, releases)?)))
        .collect::<Result<_>>()?;
    let gates = releases.iter().flat_map(|release| release.gates.clone()).collect();
    let versions = releases.iter().map(|release| release.kubernetes.clone()).collect();
    let merged = Merged { versions, types, gates };
    for known in &unions::KNOWN {
        ensure!(merged.types.contains_key(known.type_name), "the union {} is no type", known.type_name);
    }
    Ok(merged)
}

/// A type's fields are compared among the releases that have the type: what leads to the type says since when that is.
fn merge_type(name: &str, releases: &[Release]) -> Result<Type> {
    let versions = releases.iter().filter_map(|release| Some((release.minor(), release.types.get(name)?)));
    let versions: Vec<(u8, &release::Type)> = versions.collect();
    let (_, newest) = versions.last().context("a type that no release has")?;
    let all: BTreeSet<&String> = versions.iter().flat_map(|(_, ty)| ty.fields.keys()).collect();
    let mut fields = all
        .iter()
        .map(|json| merge_field(json, &versions).with_context(|| format!("{name}.{json}")))
        .collect::<Result<Vec<_>>>()?;
    fields.sort_by(|a, b| a.name.cmp(&b.name));
    let all: Vec<&str> = all.into_iter().map(String::as_str).collect();
    Ok(Type { package: newest.package.clone(), fields, union: union(name, newest, &all)? })
}

/// A union with a discriminator is left out: which member is set is then that field's to say, not their number.
fn union(name: &str, ty: &release::Type, fields: &[&str]) -> Result<Vec<String>> {
    let known =
        unions::KNOWN.iter().filter(|known| known.type_name == name).map(|known| known.members(fields));
    let declared =
        ty.unions.iter().filter(|union| union.discriminator.is_none()).map(|union| union.fields.clone());
    let mut unions: Vec<_> = known.chain(declared).collect();
    ensure!(unions.len() < 2, "{name} has several unions, which the tables cannot say");
    Ok(unions.pop().unwrap_or_default())
}

fn merge_field(json: &str, versions: &[(u8, &release::Type)]) -> Result<Field> {
    let with = |(minor, ty): &(u8, &'_ release::Type)| Some((*minor, ty.fields.get(json)?.clone()));
    let present: Vec<(u8, release::Field)> = versions.iter().filter_map(with).collect();
    let minors: Vec<u8> = versions.iter().map(|(minor, _)| *minor).collect();
    let [(first, _), ..] = present.as_slice() else { bail!("a field that no release has") };
    let (last, newest) = present.last().context("a field that no release has")?;
    let between = minors.iter().filter(|minor| (first..=last).contains(minor)).count();
    ensure!(between == present.len(), "the field was away in between, which the tables cannot say");
    ensure!(
        present.iter().all(|(_, field)| field.shape == newest.shape),
        "the shape differs between releases"
    );
    let has = |field: &release::Field, value: &String| field.values.contains(value);
    let new_value = |value: &String| {
        let (since, _) = present.iter().find(|(_, field)| has(field, value) || field.values.is_empty())?;
        (since != first).then(|| (value.clone(), *since))
    };
    let gate = present.iter().rev().map(|(_, field)| &field.gate).find(|gate| !gate.is_empty());
    Ok(Field {
        name: snake_case(json),
        json: json.to_owned(),
        since: (minors.first() != Some(first)).then_some(*first),
        gone: minors.iter().find(|minor| *minor > last).copied(),
        new_values: newest.values.iter().filter_map(new_value).collect(),
        newest: release::Field { gate: gate.cloned().unwrap_or_default(), ..newest.clone() },
    })
}
