//! Objects: the fields they have, may have, may not have together, and cannot do without.

use std::collections::HashSet;

use super::words::described;
use super::{Place, Reader};
use crate::Spelling;
use crate::check::nearest::listed;
use crate::rules;
use crate::schema::{Field, Shape, Type};
use crate::tree::{Entry, Key, Node, SpanId, Value, entry};

/// Objects that Kubernetes takes for empty where they are missing, so that what is missing are their own fields.
const IMPLIED: [(&str, &str); 10] = [
    ("CronJob", "spec"),
    ("CronJobSpec", "jobTemplate"),
    ("JobSpec", "template"),
    ("Job", "spec"),
    ("JobTemplateSpec", "spec"),
    ("PersistentVolumeClaimTemplate", "spec"),
    ("Pod", "spec"),
    ("PodTemplate", "template"),
    ("PodTemplateSpec", "spec"),
    ("WeightedPodAffinityTerm", "podAffinityTerm"),
];

/// Objects that nobody looks into but for their types, and for labels and annotations, which rules look at. The API server
/// writes the managed fields itself.
const OVERLOOKED: [(&str, &str); 3] =
    [("JobTemplateSpec", "metadata"), ("ObjectMeta", "managedFields"), ("PodTemplateSpec", "metadata")];

impl Reader<'_> {
    pub(super) fn object(
        &mut self,
        at: SpanId,
        entries: &[Entry],
        of: &'static Type,
        place: &Place<'_>,
    ) -> Value {
        self.above.push(of);
        let goes_whole = self.goes_whole(entries, of);
        let mut read: Vec<Entry> = Vec::with_capacity(entries.len());
        for entry in entries {
            let Some(field) = self.known(&entry.key, of, place) else {
                continue;
            };
            if !self.first(&entry.key, field, &read, place) {
                continue;
            }
            if matches!(entry.value.value, Value::Null) {
                // It is absent, but given: the field may not be given again.
                read.push(named(field, entry.key.span, entry.value.clone()));
            } else {
                let outer = self.forgotten;
                self.forgotten |= self.gated(&entry.key, field, place)
                    | goes_whole
                    | OVERLOOKED.contains(&(of.name, field.json));
                let value = self.value(&entry.value, &field.shape, &place.field(field));
                read.push(named(field, entry.key.span, self.not_empty(value, field, of, place)));
                self.forgotten = outer;
            }
        }
        read.retain(|entry| !matches!(entry.value.value, Value::Null));
        let meant = self.meant(entries, of, place);
        for (field, span) in meant {
            if !has(&read, field) {
                read.push(named(field, span, broken(span)));
            }
        }
        self.above.pop();
        if !self.forgotten && !goes_whole {
            self.one_of(&mut read, of, place);
            self.required(at, &mut read, of, place);
        }
        Value::Map(read)
    }

    /// A volume of an image is forgotten as a whole where its source is, and its mounts with it (`dropImageVolumes`).
    fn goes_whole(&mut self, entries: &[Entry], of: &Type) -> bool {
        if self.cx.is_on("ImageVolume") {
            return false;
        }
        let get = |name: &str| entry(entries, name).map(|entry| &entry.value.value);
        match of.name {
            "PodSpec" => {
                self.forgotten_volumes = get("volumes").map_or_else(HashSet::new, image_volumes);
                false
            }
            "Volume" => get("image").is_some_and(|image| !matches!(image, Value::Null)),
            "VolumeMount" => {
                matches!(get("name"), Some(Value::String(name)) if self.forgotten_volumes.contains(name))
            }
            _ => false,
        }
    }

    /// Reports the unknown fields, and gives those that were probably meant: no error is to follow from their absence.
    fn meant(
        &mut self,
        entries: &[Entry],
        of: &'static Type,
        place: &Place<'_>,
    ) -> Vec<(&'static Field, SpanId)> {
        let unknown = entries.iter().map(|entry| &entry.key).filter(|key| of.find(&key.name).is_none());
        unknown.filter_map(|key| Some((self.unknown(key, of, place)?, key.span))).collect()
    }

    /// The field that a key names, where the targeted version has it.
    fn known(&mut self, key: &Key, of: &'static Type, place: &Place<'_>) -> Option<&'static Field> {
        let field = of.find(&key.name)?;
        let right = self.cx.spell(field);
        if key.name != right {
            let message = format!("`{}` is spelled `{right}` here", key.name);
            let written = match self.cx.options.spelling {
                Spelling::Kubernetes => place.named(&key.name),
                Spelling::Snake => place.field(field).path(),
            };
            self.cx
                .report(&rules::FIELD_SPELLING, key.span, written, message)
                .help(format!("write `{right}`"));
        }
        let target = self.cx.options.kubernetes;
        let message = match (field.since, field.gone) {
            (Some(since), _) if target < since => {
                format!("Kubernetes 1.{} has no `{right}` here: it came with 1.{}", target.0, since.0)
            }
            (_, Some(gone)) if target >= gone => {
                format!("Kubernetes 1.{} has no `{right}` here: it went with 1.{}", target.0, gone.0)
            }
            _ => return Some(field),
        };
        self.cx.report(&rules::VERSION, key.span, place.field(field).path(), message);
        None
    }

    /// Whether the field stands behind a feature gate that the targeted version has off.
    fn gated(&mut self, key: &Key, field: &'static Field, place: &Place<'_>) -> bool {
        let target = self.cx.options.kubernetes;
        let off = !self.cx.is_on(field.gate);
        self.cx.forgets |= off;
        if off && !self.forgotten {
            let (name, minor) = (self.cx.spell(field), target.0);
            let message =
                format!("Kubernetes 1.{minor} forgets `{name}`, unless the cluster has `{}` on", field.gate);
            self.cx
                .report(&rules::FEATURE_GATE, key.span, place.field(field).path(), message)
                .help(format!("the feature gate `{}` is off where nobody turned it on", field.gate));
        }
        off
    }

    /// Whether this is the first time that the field is given.
    fn first(&mut self, key: &Key, field: &'static Field, read: &[Entry], place: &Place<'_>) -> bool {
        let Some(first) = read.iter().find(|entry| entry.key.name == field.json) else {
            return true;
        };
        let message = format!("`{}` is given twice", key.name);
        self.cx
            .report(&rules::DUPLICATE_FIELD, key.span, place.field(field).path(), message)
            .label(first.key.span, "first given here");
        false
    }

    /// An empty string is as good as none where one is required.
    fn not_empty(
        &mut self,
        value: Node,
        field: &'static Field,
        of: &'static Type,
        place: &Place<'_>,
    ) -> Node {
        let empty = matches!(&value.value, Value::String(text) if text.is_empty());
        if self.forgotten || !(empty && field.required) {
            return value;
        }
        let name = self.cx.spell(field);
        let message = format!("{} needs a `{name}`, and this is empty", described(of));
        self.cx.report(&rules::REQUIRED, value.span, place.field(field).path(), message);
        broken(value.span)
    }

    fn one_of(&mut self, read: &mut Vec<Entry>, of: &'static Type, place: &Place<'_>) {
        let mut first: Option<(&'static Field, SpanId)> = None;
        read.retain(|entry| {
            let member = of.field_by_json(&entry.key.name).filter(|field| of.union.contains(&field.json));
            // What is forgotten is not there.
            let member = member.filter(|field| self.cx.is_on(field.gate));
            // An empty list is as good as none (`validatePodFailurePolicyRule`).
            let is_empty = matches!(&entry.value.value, Value::List(items) if items.is_empty());
            let Some(member) = member.filter(|_| !is_empty) else { return true };
            let Some((other, span)) = first else {
                first = Some((member, entry.key.span));
                return true;
            };
            let (other, name) = (self.cx.spell(other), self.cx.spell(member));
            let message = format!("{} has `{other}` already, and may not have `{name}` too", described(of));
            self.cx
                .report(&rules::ONE_OF, entry.key.span, place.field(member).path(), message)
                .help(format!("keep one of {}", listed([other, name])))
                .label(span, "first given here");
            false
        });
    }

    /// Puts something broken where a required field is missing, so that no rule says it again.
    fn required(&mut self, at: SpanId, read: &mut Vec<Entry>, of: &'static Type, place: &Place<'_>) {
        let is_implied = |field: &Field| IMPLIED.contains(&(of.name, field.json));
        for field in of.fields.iter().filter(|field| field.required || is_implied(field)) {
            if has(read, field) {
                continue;
            }
            if let Shape::Object(inner) = &field.shape
                && is_implied(field)
            {
                let value = self.object(at, &[], inner, &place.field(field));
                read.push(named(field, at, Node::new(at, value)));
                continue;
            }
            let name = self.cx.spell(field);
            let message = format!("{} needs `{name}`", described(of));
            self.cx
                .report(&rules::REQUIRED, at, place.field(field).path(), message)
                .help(format!("add `{name}: {}`", written(&field.shape)));
            read.push(named(field, at, broken(at)));
        }
    }
}

/// The names of the volumes that are images.
fn image_volumes(volumes: &Value) -> HashSet<String> {
    let Value::List(volumes) = volumes else { return HashSet::new() };
    let name = |volume: &Node| {
        let get = |name: &str| volume.entry(name).map(|entry| &entry.value.value);
        match (get("image"), get("name")) {
            (Some(image), Some(Value::String(name))) if !matches!(image, Value::Null) => Some(name.clone()),
            _ => None,
        }
    };
    volumes.iter().filter_map(name).collect()
}

/// What a value of a shape looks like.
fn written(shape: &Shape) -> &'static str {
    match shape {
        Shape::String | Shape::Time | Shape::Bytes => "\"…\"",
        Shape::Object(_) | Shape::Map(_) => "{ … }",
        Shape::List(Shape::Object(_)) => "[{ … }]",
        Shape::List(_) => "[…]",
        _ => "…",
    }
}

fn has(read: &[Entry], field: &Field) -> bool {
    read.iter().any(|entry| entry.key.name == field.json)
}

fn named(field: &Field, span: SpanId, value: Node) -> Entry {
    Entry { key: Key { name: field.json.to_owned(), span }, value }
}

fn broken(span: SpanId) -> Node {
    Node::new(span, Value::Broken)
}
