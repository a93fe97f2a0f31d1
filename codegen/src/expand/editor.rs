//! `pod_template!` in rust-analyzer: beside the template, its tree as literals of Kubernetes' structs, with the user's own spans.
//!
//! From these an editor knows what a field is, which fields are left, and where each is defined. rustc never sees them.

use podwright_rules::schema::root::TEMPLATE;
use podwright_rules::schema::{Shape, Type};
use podwright_rules::tree::{Entry, Node, Value};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::{pod_template::pod_template, wrapper};
use crate::file;
use crate::parse::{Places, parse};

/// What stands at the root.
static ROOT: Shape = Shape::Object(&TEMPLATE);

/// What [`pod_template`] gives, with the literals before it.
pub fn pod_template_in_editor(input: TokenStream) -> TokenStream {
    let (krate, written) = wrapper::unwrap(input.clone());
    let fields = file::named(&written).map_or(written, |named| named.patch);
    let parsed = parse(fields);
    let literals = Literals { krate, places: &parsed.places }.of(&parsed.template, &ROOT);
    let value = pod_template(input);
    // An item of its own: the value's type and its constants are not touched by what is half typed.
    quote!({ fn __podwright_editor() { #literals } #value })
}

struct Literals<'p> {
    krate: TokenStream,
    places: &'p Places,
}

impl Literals<'_> {
    /// The objects in a value, each as a statement.
    fn of(&self, node: &Node, shape: &'static Shape) -> TokenStream {
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

    fn object(&self, entries: &[Entry], of: &'static Type) -> TokenStream {
        let krate = &self.krate;
        let name = format_ident!("{}", of.name);
        let fields = entries.iter().filter_map(|entry| self.field(entry, of));
        quote!(#krate::__private::kubernetes::#name { #(#fields,)* ..loop {} };)
    }

    /// A field with a value that is of any type: what the value is, the checks say better.
    fn field(&self, entry: &Entry, of: &'static Type) -> Option<TokenStream> {
        let name = field_name(&entry.key.name, self.places.get(entry.key.span).first)?;
        if matches!(entry.value.value, Value::Broken) && entry.value.span == entry.key.span {
            // Still being typed: without a colon an editor knows that one is to be added.
            return Some(quote!(#name));
        }
        let inner = of.field(&entry.key.name).map(|field| self.of(&entry.value, &field.shape));
        Some(quote!(#name: { #inner loop {} }))
    }
}

/// The name that k8s-openapi gives a field; `None` where it can be no field's.
fn field_name(written: &str, span: Span) -> Option<Ident> {
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
        let literals = Literals { krate: TokenStream::new(), places: &parsed.places };
        let text = literals.of(&parsed.template, &ROOT).to_string();
        text.replace(char::is_whitespace, "").replace("::__private::kubernetes::", "")
    }

    #[test]
    fn a_field_still_being_typed_is_a_shorthand_field_beside_all_others() {
        assert_eq!(
            literals("pod_spec: { containers: [{ name: 1 + , typo: {}, im }, { env: [{ name: \"A\" }] }] }"),
            "PodTemplate{pod_spec:{PodSpec{containers:{Container{name:{loop{}},typo:{loop{}},im,..loop{}};\
             Container{env:{EnvVar{name:{loop{}},..loop{}};loop{}},..loop{}};loop{}},..loop{}};loop{}},..loop{}};"
        );
    }

    #[test]
    fn a_keyword_has_the_name_that_k8s_openapi_gives_it() {
        let template = "pod_spec: { security_context: { seccomp_profile: { type: \"RuntimeDefault\" } } }";
        assert!(literals(template).contains("SeccompProfile{type_:{loop{}}"), "{}", literals(template));
    }
}
