//! Fields that an object does not have: what was meant, or where they belong.

use super::words::described;
use super::{Place, Reader};
use crate::check::nearest::{listed, nearest};
use crate::rules;
use crate::schema::{Field, Root, Shape, Type};
use crate::tree::Key;

/// Fields of other objects of Kubernetes that people know, and where a template has what they hold.
const ELSEWHERE: [(&str, &str); 4] = [
    ("metadata", "`labels` and `annotations` stand at the head of the template"),
    ("spec", "a template has its pod's spec in `pod_spec`"),
    ("kind", "a template is no manifest: it has no `kind`"),
    ("apiVersion", "a template is no manifest: it has no `apiVersion`"),
];

/// An object of few fields is shown with all of them.
const FEW: usize = 8;

impl Reader<'_> {
    /// Reports an unknown field, and gives the one that was probably meant.
    pub(super) fn unknown(
        &mut self,
        key: &Key,
        of: &'static Type,
        place: &Place<'_>,
    ) -> Option<&'static Field> {
        let path = place.named(&key.name);
        let near = self.near(&key.name, of);
        let elsewhere = self.elsewhere(&key.name, of);
        // One letter off is a slip; a field that stands elsewhere under this very name is likelier than two.
        let slip = near
            .filter(|_| elsewhere.is_none())
            .or_else(|| near.filter(|near| self.is_slip(&key.name, near)));
        let help = match (slip, elsewhere) {
            (Some(near), _) => Some(format!("did you mean `{}`?", self.cx.spell(near))),
            (None, Some(elsewhere)) => Some(elsewhere),
            (None, None) if of.fields.len() <= FEW => {
                Some(format!("it has {}", listed(of.fields.iter().map(|field| self.cx.spell(field)))))
            }
            (None, None) => None,
        };
        let message = format!("{} has no field `{}`", described(of), key.name);
        let report = self.cx.report(&rules::UNKNOWN_FIELD, key.span, path, message);
        if let Some(help) = help {
            report.help(help);
        }
        slip
    }

    /// The field whose name, in either spelling, is near to what was written.
    fn near(&self, written: &str, of: &'static Type) -> Option<&'static Field> {
        let spelled = of.fields.iter().map(|field| self.cx.spell(field));
        let other = of.fields.iter().flat_map(|field| [field.name, field.json]);
        of.find(nearest(written, spelled).or_else(|| nearest(written, other))?)
    }

    fn is_slip(&self, written: &str, meant: &Field) -> bool {
        strsim::damerau_levenshtein(written, self.cx.spell(meant)) < 2
    }

    /// Where a field of this very name stands: at the head, further in, or further out.
    fn elsewhere(&self, name: &str, of: &'static Type) -> Option<String> {
        if self.above.len() == 1
            && self.cx.options.root == Root::Template
            && let Some((_, hint)) = ELSEWHERE.iter().find(|(field, _)| *field == name)
        {
            return Some((*hint).to_owned());
        }
        if let Some(way) = self.inside(name, of) {
            return Some(format!("it is a field of {way}"));
        }
        let outer = self.above.iter().rev().skip(1).find(|outer| outer.find(name).is_some())?;
        Some(format!("it is a field of {}, further out", described(outer)))
    }

    /// The way to the nearest object further in that has the field, at most two steps.
    fn inside(&self, name: &str, of: &'static Type) -> Option<String> {
        let step = |field: &'static Field| object(&field.shape).map(|(inner, list)| (field, inner, list));
        let write =
            |field: &Field, list: bool| format!("{}{}", self.cx.spell(field), if list { "[]" } else { "" });
        let mut next = Vec::new();
        for (field, inner, list) in of.fields.iter().filter_map(step) {
            if inner.find(name).is_some() {
                return Some(format!("`{}`", write(field, list)));
            }
            next.push((write(field, list), inner));
        }
        next.iter().find_map(|(way, outer)| {
            let mut inner = outer.fields.iter().filter_map(step);
            let (field, _, list) = inner.find(|(_, inner, _)| inner.find(name).is_some())?;
            Some(format!("`{way}.{}`", write(field, list)))
        })
    }
}

/// The object that a field holds, and whether it holds a list of them.
fn object(shape: &'static Shape) -> Option<(&'static Type, bool)> {
    match shape {
        Shape::Object(of) => Some((of, false)),
        Shape::List(Shape::Object(of)) => Some((of, true)),
        _ => None,
    }
}
