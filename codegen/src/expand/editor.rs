//! `pod_template!` in rust-analyzer: beside the template, its tree as literals of Kubernetes' structs, with the user's own spans.
//!
//! From these an editor knows what a field is, which fields are left, and where each is defined. rustc never sees them.

use podwright_rules::schema::root::TEMPLATE;
use podwright_rules::schema::{Shape, Type};
use podwright_rules::tree::{Entry, Node, SpanId, Value};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::{pod_template, wrapper};
use crate::file;
use crate::parse::{Places, parse};

/// What stands at the root.
static ROOT: Shape = Shape::Object(&TEMPLATE);

/// The rule that rust-analyzer has as well.
const UNKNOWN_FIELD: &str = "unknown_field";

/// What rust-analyzer puts at the cursor, to see what a macro makes of a name that begins or goes on there.
const CURSOR: &str = "raCompletionMarker";

/// What [`pod_template`](super::pod_template()) gives, with the literals before it.
pub fn pod_template_in_editor(input: TokenStream) -> TokenStream {
    let (krate, written) = wrapper::unwrap(input);
    // A file's patch is read first, so that its places are numbered the same in the whole template.
    let fields = file::named(&written).map_or_else(|| written.clone(), |named| named.patch);
    let parsed = parse(fields);
    let mut literals = Literals { krate: krate.clone(), places: &parsed.places, unknown: Vec::new() };
    let structs = literals.of(&parsed.template, &ROOT);
    // rust-analyzer says of a literal that there is no such field; once is enough.
    let unsaid = |rule, at| rule != UNKNOWN_FIELD || !literals.unknown.contains(&at);
    let value = pod_template::expand(krate, written, unsaid);
    // An item of its own: the value's type and its constants are not touched by what is half typed.
    quote!({ fn __podwright_editor() { #structs } #value })
}

struct Literals<'p> {
    krate: TokenStream,
    places: &'p Places,
    /// The names in the literals that are no field's.
    unknown: Vec<SpanId>,
}

impl Literals<'_> {
    /// The objects in a value, each as a statement.
    fn of(&mut self, node: &Node, shape: &'static Shape) -> TokenStream {
        match (&node.value, shape) {
            (Value::Map(entries), Shape::Object(of)) => self.object(entries, of),
            (Value::Map(entries), Shape::Map(items)) => {
                entries.iter().map(|entry| self.of(&entry.value, items)).collect()
            }
            (Value::List(items), Shape::List(of)) => items.iter().map(|item| self.of(item, of)).collect(),
            // An object that lacks the brackets of its list is still told of.
            (Value::Map(_), Shape::List(of)) => self.of(node, of),
            _ => TokenStream::new(),
        }
    }

    fn object(&mut self, entries: &[Entry], of: &'static Type) -> TokenStream {
        let name = format_ident!("{}", of.name);
        let fields: Vec<TokenStream> = entries.iter().filter_map(|entry| self.field(entry, of)).collect();
        let krate = &self.krate;
        let all = quote!(#krate::__private::kubernetes::#name);
        if entries.iter().any(|entry| entry.key.name.ends_with(CURSOR) && has_no_value(entry)) {
            // rust-analyzer seeks where this literal was before the cursor came into it; it may be shorter, and not longer.
            return quote!(#all { #(#fields),* };);
        }
        let rest = self.any();
        quote!(#all { #(#fields,)* ..#rest };)
    }

    /// A field with a value that is of any type: what the value is, the checks say better.
    fn field(&mut self, entry: &Entry, of: &'static Type) -> Option<TokenStream> {
        let known = of.field(&entry.key.name);
        // The newest Kubernetes, whose structs these are, may not have what the targeted one still has.
        if known.is_some_and(|field| field.gone.is_some()) {
            return None;
        }
        let name = field_name(&entry.key.name, self.places.get(entry.key.span).first)?;
        if known.is_none() {
            self.unknown.push(entry.key.span);
        }
        if has_no_value(entry) {
            // Without a colon an editor knows that one is to be added.
            return Some(quote!(#name));
        }
        let inner = known.map(|field| self.of(&entry.value, &field.shape));
        let value = self.any();
        Some(quote!(#name: { #inner #value }))
    }

    /// A value of whatever type is asked for.
    fn any(&self) -> TokenStream {
        let krate = &self.krate;
        quote!(#krate::__private::kubernetes::any())
    }
}

/// Whether a name is still being typed.
fn has_no_value(entry: &Entry) -> bool {
    matches!(entry.value.value, Value::Broken) && entry.value.span == entry.key.span
}

/// The name that k8s-openapi gives a field; `None` where it can be no field's.
fn field_name(written: &str, span: Span) -> Option<Ident> {
    // No field has capitals: how it is spelled here, the checks say.
    if written.trim_end_matches(CURSOR).contains(char::is_uppercase) {
        return None;
    }
    // A keyword gets an underscore: `type_`.
    let parsed =
        syn::parse_str::<Ident>(written).or_else(|_| syn::parse_str::<Ident>(&format!("{written}_")));
    let mut name = parsed.ok()?;
    name.set_span(span);
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The literals of a template, as text without spaces.
    fn literals(template: &str) -> String {
        let parsed = parse(template.parse().unwrap());
        let mut literals =
            Literals { krate: TokenStream::new(), places: &parsed.places, unknown: Vec::new() };
        let text = literals.of(&parsed.template, &ROOT).to_string();
        text.replace(char::is_whitespace, "").replace("::__private::kubernetes::", "")
    }

    #[test]
    fn a_field_still_being_typed_is_a_shorthand_field_beside_all_others() {
        assert_eq!(
            literals("pod_spec: { containers: [{ name: 1 + , typo: {}, im }, { env: [{ name: \"A\" }] }] }"),
            "PodTemplate{pod_spec:{PodSpec{containers:{Container{name:{any()},typo:{any()},im,..any()};\
             Container{env:{EnvVar{name:{any()},..any()};any()},..any()};any()},..any()};any()},..any()};"
        );
    }

    #[test]
    fn a_literal_with_the_cursor_in_it_is_longer_by_what_the_cursor_is_at_most() {
        for fields in ["", "hostname: \"a\",", "hostname: \"a\", ho"] {
            let length = |cursor| literals(&format!("pod_spec: {{ {fields}{cursor} }}")).len();
            assert!(length(CURSOR) <= length("") + CURSOR.len(), "{fields}");
        }
    }

    #[test]
    fn a_keyword_has_the_name_that_k8s_openapi_gives_it() {
        let template = "pod_spec: { security_context: { seccomp_profile: { type: \"RuntimeDefault\" } } }";
        assert!(literals(template).contains("SeccompProfile{type_:{any()}"), "{}", literals(template));
    }

    #[test]
    fn a_field_is_said_to_be_unknown_by_the_literal_alone() {
        let expanded = pod_template_in_editor(
            "podwright { pod_spec: { host_nam: \"a\", hostName: \"a\" } }".parse().unwrap(),
        );
        let said = expanded.to_string();
        assert!(said.contains("host_nam : {") && !said.contains("`host_nam`"), "{said}");
        assert!(!said.contains("hostName :") && said.contains("`hostName`"), "{said}");
    }
}
