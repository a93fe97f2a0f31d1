//! Lays the releases over each other: the newest says what a field is, all of them since when it is there.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};

use super::names::snake_case;
use super::release::{self, Release, Stage};
use super::{corrections, unions};

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
    /// What the newest release that has the field says of it, corrected.
    pub(super) newest: release::Field,
    pub(super) since: Option<u8>,
    pub(super) gone: Option<u8>,
    /// Values that the first release with the field does not have.
    pub(super) new_values: Vec<NewValue>,
}

pub(super) struct NewValue {
    pub(super) value: String,
    pub(super) since: u8,
    pub(super) gate: &'static str,
}

/// Merges releases, oldest first.
pub(super) fn merge(releases: &[Release]) -> Result<Merged> {
    let names: BTreeSet<&String> = releases.iter().flat_map(|release| release.types.keys()).collect();
    let types = names.into_iter().map(|name| Ok((name.clone(), merge_type(name, releases)?)));
    let merged = Merged {
        versions: releases.iter().map(|release| release.kubernetes.clone()).collect(),
        types: types.collect::<Result<_>>()?,
        gates: releases.iter().flat_map(|release| release.gates.clone()).collect(),
    };
    hand_written_names_exist(&merged)?;
    Ok(merged)
}

/// What is written by hand of a type, a field or a gate must not outlive it.
fn hand_written_names_exist(merged: &Merged) -> Result<()> {
    for known in &unions::KNOWN {
        ensure!(merged.types.contains_key(known.type_name), "the union {} is no type", known.type_name);
    }
    for (of, json) in corrections::fields() {
        let fields = merged.types.get(of).map_or(&[][..], |ty| &ty.fields);
        ensure!(
            fields.iter().any(|field| field.json == json),
            "the correction of {of}.{json} is of no field"
        );
    }
    for ty in merged.types.values() {
        for gate in ty.fields.iter().map(|field| &field.newest.gate).filter(|gate| !gate.is_empty()) {
            ensure!(merged.gates.contains_key(gate), "the gate {gate} is in no release's list of gates");
        }
    }
    Ok(())
}

/// A type's fields are compared among the releases that have the type: what leads to the type says since when that is.
fn merge_type(name: &str, releases: &[Release]) -> Result<Type> {
    let versions = releases.iter().filter_map(|release| Some((release.minor(), release.types.get(name)?)));
    let versions: Vec<(u8, &release::Type)> = versions.collect();
    let (_, newest) = versions.last().context("a type that no release has")?;
    let all: BTreeSet<&String> = versions.iter().flat_map(|(_, ty)| ty.fields.keys()).collect();
    let merge = |json: &&String| merge_field(name, json, &versions).with_context(|| format!("{name}.{json}"));
    let mut fields = all.iter().map(merge).collect::<Result<Vec<_>>>()?;
    fields.sort_by(|a, b| a.name.cmp(&b.name));
    let all: Vec<&str> = all.into_iter().map(String::as_str).collect();
    Ok(Type { package: newest.package.clone(), fields, union: union(name, newest, &all)? })
}

/// A union with a discriminator is left out: which member is set is then that field's to say, not their number.
fn union(name: &str, ty: &release::Type, fields: &[&str]) -> Result<Vec<String>> {
    let known =
        unions::KNOWN.iter().filter(|known| known.type_name == name).map(|known| known.members(fields));
    let declared = ty.unions.iter().filter(|union| union.discriminator.is_none());
    let mut unions: Vec<_> = known.chain(declared.map(|union| union.fields.clone())).collect();
    ensure!(unions.len() < 2, "several unions, which the tables cannot say, in {name}");
    Ok(unions.pop().unwrap_or_default())
}

fn merge_field(type_name: &str, json: &str, versions: &[(u8, &release::Type)]) -> Result<Field> {
    let with = versions.iter().filter_map(|(minor, ty)| Some((*minor, ty.fields.get(json)?)));
    let present: Vec<(u8, &release::Field)> = with.collect();
    let (first, _) = *present.first().context("a field that no release has")?;
    let (last, newest) = *present.last().context("a field that no release has")?;
    let minors = || versions.iter().map(|(minor, _)| *minor);
    let between = minors().filter(|minor| (first..=last).contains(minor)).count();
    ensure!(between == present.len(), "the field was away in between, which the tables cannot say");
    ensure!(
        present.iter().all(|(_, field)| field.shape == newest.shape),
        "the shape differs between releases"
    );
    let gate = present.iter().rev().map(|(_, field)| &field.gate).find(|gate| !gate.is_empty());
    let newest = release::Field { gate: gate.cloned().unwrap_or_default(), ..newest.clone() };
    Ok(Field {
        name: snake_case(json),
        json: json.to_owned(),
        since: (minors().next() != Some(first)).then_some(first),
        gone: minors().find(|minor| *minor > last),
        new_values: new_values(type_name, json, &present),
        newest: corrections::correct(type_name, json, newest),
    })
}

/// The values that came after the field; a release that lists no values does not limit them.
fn new_values(type_name: &str, json: &str, present: &[(u8, &release::Field)]) -> Vec<NewValue> {
    let takes =
        |field: &release::Field, value: &String| field.values.is_empty() || field.values.contains(value);
    let values = present.last().map_or(&[][..], |(_, newest)| &newest.values);
    let since =
        |value: &String| present.iter().position(|(_, field)| takes(field, value)).filter(|at| *at > 0);
    let new = values.iter().filter_map(|value| Some((value.as_str(), present[since(value)?].0)));
    let mut new: BTreeMap<&str, (u8, &'static str)> =
        new.map(|(value, since)| (value, (since, ""))).collect();
    new.extend(corrections::gated_values(type_name, json).map(|(value, since, gate)| (value, (since, gate))));
    new.into_iter().map(|(value, (since, gate))| NewValue { value: value.to_owned(), since, gate }).collect()
}
