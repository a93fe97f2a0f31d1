//! Fields that an object does not have: what was meant, or where they belong.

use super::{Place, Reader, described};
use crate::check::nearest::nearest;
use crate::rules;
use crate::schema::{Field, Shape, Type};
use crate::tree::Key;

/// Fields of other objects of Kubernetes that people know, and where a template has what they hold.
const ELSEWHERE: [(&str, &str); 4] = [
    (
        "metadata",
        "`labels` and `annotations` stand at the head of the template",
    ),
    ("spec", "a template has its pod's spec in `pod_spec`"),
    ("kind", "a template is no manifest: it has no `kind`"),
    ("apiVersion", "a template is no manifest: it has no `apiVersion`"),
];

impl Reader<'_> {
    pub(super) fn unknown(&mut self, key: &Key, of: &'static Type, place: &Place) {
        let dot = if place.path.is_empty() { "" } else { "." };
        let path = format!("{}{dot}{}", place.path, key.name);
        let help = self.hint(&key.name, of);
        let report = self.cx.report(
            &rules::UNKNOWN_FIELD,
            key.span,
            path,
            format!("{} has no field `{}`", described(of), key.name),
        );
        if let Some(help) = help {
            report.help(help);
        }
    }

    fn hint(&self, name: &str, of: &'static Type) -> Option<String> {
        let spelled = of.fields.iter().map(|field| self.cx.spell(field));
        let near = nearest(name, spelled.clone()).or_else(|| {
            let other = nearest(name, of.fields.iter().flat_map(|field| [field.name, field.json]))?;
            of.fields
                .iter()
                .find(|field| field.name == other || field.json == other)
                .map(|field| self.cx.spell(field))
        });
        // One letter off is a slip; a field that stands elsewhere under this very name is more likely than two.
        if let Some(near) = near.filter(|near| strsim::damerau_levenshtein(name, near) < 2) {
            return Some(format!("did you mean `{near}`?"));
        }
        if self.above.len() == 1
            && let Some((_, hint)) = ELSEWHERE.iter().find(|(field, _)| *field == name)
        {
            return Some((*hint).to_owned());
        }
        self.belongs(name, of)
            .or_else(|| near.map(|near| format!("did you mean `{near}`?")))
            .or_else(|| {
                (of.fields.len() <= 8).then(|| format!("it has {}", crate::check::nearest::listed(spelled)))
            })
    }

    /// Where a field of this name stands: further in, or further out.
    fn belongs(&self, name: &str, of: &'static Type) -> Option<String> {
        if let Some(way) = self.inside(name, of) {
            return Some(format!("it is a field of {way}"));
        }
        let outer = self
            .above
            .iter()
            .rev()
            .skip(1)
            .find(|outer| has(outer, name).is_some())?;
        Some(format!("it is a field of {}, further out", described(outer)))
    }

    /// The way to the nearest object further in that has the field, at most two steps.
    fn inside(&self, name: &str, of: &'static Type) -> Option<String> {
        let step = |field: &'static Field| object(&field.shape).map(|(inner, list)| (field, inner, list));
        let write =
            |field: &Field, list: bool| format!("{}{}", self.cx.spell(field), if list { "[]" } else { "" });
        let mut next = Vec::new();
        for (field, inner, list) in of.fields.iter().filter_map(step) {
            if has(inner, name).is_some() {
                return Some(format!("`{}`", write(field, list)));
            }
            next.push((write(field, list), inner));
        }
        next.iter().find_map(|(way, outer)| {
            let (field, _, list) = outer
                .fields
                .iter()
                .filter_map(step)
                .find(|(_, inner, _)| has(inner, name).is_some())?;
            Some(format!("`{way}.{}`", write(field, list)))
        })
    }
}

fn has(of: &Type, name: &str) -> Option<&'static Field> {
    of.field(name).or_else(|| of.field_by_json(name))
}

/// The object that a field holds, and whether it holds a list of them.
fn object(shape: &'static Shape) -> Option<(&'static Type, bool)> {
    match shape {
        Shape::Object(of) => Some((of, false)),
        Shape::List(Shape::Object(of)) => Some((of, true)),
        _ => None,
    }
}
