//! `pod_template!`: a template that was parsed and checked, as the constant data of the runtime crate.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use podwright_rules::index::{Bound, Index, Name, Number};
use podwright_rules::text::to_json;
use podwright_rules::tree::{HoleId, SpanId};
use podwright_rules::{Diagnostic, HoleKind, Options, Spelling, index};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::{diagnostics, option, place, wrapper};
use crate::check::{Template, check};
use crate::parse::Place;
use crate::target::{self, Wrong};

/// `pod_template! { … }`: an expression of the type `PodTemplate`, whatever is wrong with it.
pub fn pod_template(input: TokenStream) -> TokenStream {
    let (krate, written) = wrapper::unwrap(input);
    expand(krate, written, |_, _| true)
}

/// The same, with what `said` lets through of what is wrong, by rule and place.
pub(super) fn expand(
    krate: TokenStream,
    written: TokenStream,
    said: impl Fn(&'static str, SpanId) -> bool,
) -> TokenStream {
    let target = target::of_package();
    let template = check(written, target.as_ref().unwrap_or(&Options::new(Spelling::Snake)));
    let told: Vec<&Diagnostic> = template.diagnostics.iter().filter(|one| said(one.rule, one.at)).collect();
    let mut said = diagnostics::statements(told, &template.parsed.places);
    said.extend(target.err().and_then(|wrong| of_manifest(&wrong)));
    let index = index(&template.checked.template);
    let value = Expansion { krate, template: &template, index }.tokens();
    // Statements in the body of a `static` make rustc silent about what else it could say of its value.
    if said.is_empty() { value } else { quote!({ #said #value }) }
}

/// What is wrong with the manifest, at the first template of the package.
fn of_manifest(wrong: &Wrong) -> Option<TokenStream> {
    // A compiler's process compiles one package.
    static SAID: AtomicBool = AtomicBool::new(false);
    let place = Place::from(Span::call_site());
    (!SAID.swap(true, Ordering::Relaxed)).then(|| diagnostics::error(place, &wrong.to_string()))
}

struct Expansion<'t> {
    krate: TokenStream,
    template: &'t Template,
    index: Index,
}

impl Expansion<'_> {
    fn tokens(&self) -> TokenStream {
        let krate = &self.krate;
        let (json, pointers) = to_json(&self.template.checked.template);
        let looked_up = self.looked_up();
        let constants = looked_up.iter().map(|(hole, ty)| self.constant(*hole, ty));
        let holes = pointers.iter().filter_map(|(hole, pointer)| self.hole(*hole, pointer, &looked_up));
        let index = self.index();
        let origin = place(krate, Span::call_site());
        // A change of the file reads it anew.
        let file = self.template.file.as_deref().map(tracked);
        // A change of what the manifest says of Kubernetes checks all templates anew: one of them has to name it.
        static IS_TRACKED: AtomicBool = AtomicBool::new(false);
        let manifest = (!IS_TRACKED.swap(true, Ordering::Relaxed)).then(|| tracked("Cargo.toml"));
        // Without `const` a local variable in a hole would be a capture, of which rustc says much that helps nobody.
        quote! {
            const {
                #manifest
                #file
                #(#constants)*
                #krate::__private::template(&#krate::__private::Parts {
                    json: #json,
                    holes: &[#(#holes),*],
                    index: #index,
                    origin: #origin,
                })
            }
        }
    }

    /// The holes that lookups read, and their types: those have to be constants.
    fn looked_up(&self) -> BTreeMap<HoleId, TokenStream> {
        let Index { containers, ordinary, mounts, ports, env, .. } = &self.index;
        let names = containers
            .iter()
            .chain(ordinary)
            .chain(mounts.iter().flat_map(|mount| [&mount.volume, &mount.path]))
            .chain(ports.iter().flat_map(|port| [&port.container, &port.name]))
            .chain(env.iter().map(|(name, _)| name));
        let names = names.filter_map(|name| match name {
            Name::Hole(hole) => Some((*hole, quote!(&str))),
            Name::Literal(_) => None,
        });
        let numbers = ports.iter().filter_map(|port| match port.number {
            Number::Hole(hole) => Some((hole, quote!(u16))),
            Number::Literal(_) => None,
        });
        names.chain(numbers).collect()
    }

    fn expression(&self, hole: HoleId) -> &TokenStream {
        &self.template.parsed.holes[hole.0 as usize]
    }

    /// A constant of its own, so that what is wrong with the expression is said once.
    fn constant(&self, hole: HoleId, ty: &TokenStream) -> TokenStream {
        let (name, expression) = (constant_name(hole), self.expression(hole));
        let span = Place::of(expression.clone()).first;
        quote_spanned!(span=> const #name: #ty = #expression;)
    }

    fn hole(
        &self,
        hole: HoleId,
        pointer: &str,
        looked_up: &BTreeMap<HoleId, TokenStream>,
    ) -> Option<TokenStream> {
        let krate = &self.krate;
        let used = self.template.checked.holes.iter().find(|used| used.hole == hole)?;
        let function = Ident::new(function(used.kind), Span::call_site());
        let expression = self.expression(hole);
        let first = Place::of(expression.clone()).first;
        let place = place(krate, first);
        let constant = constant_name(hole);
        let value = if looked_up.contains_key(&hole) { quote!(#constant) } else { expression.clone() };
        // rustc shows the call whose argument is of a wrong type as well: at the argument, not at the whole template.
        let called = Ident::new("__podwright_fill", first);
        Some(quote! {
            #krate::__private::Hole {
                pointer: #pointer,
                place: #place,
                fill: {
                    use #krate::__private::hole::#function as __podwright_fill;
                    || #called(#value)
                },
            }
        })
    }

    fn index(&self) -> TokenStream {
        let krate = &self.krate;
        let Index { primary, containers, ordinary, mounts, ports, env, resources } = &self.index;
        let containers = containers.iter().map(name);
        let ordinary = ordinary.iter().map(name);
        let mounts = mounts.iter().map(|mount| pair(&name(&mount.volume), &name(&mount.path)));
        let ports = ports.iter().map(|port| {
            let (container, name) = (name(&port.container), name(&port.name));
            let number = match port.number {
                Number::Literal(number) => quote!(#number),
                Number::Hole(hole) => {
                    let constant = constant_name(hole);
                    quote!(#constant)
                }
            };
            quote!((#container, #name, #number))
        });
        let env = env.iter().map(|(variable, value)| pair(&name(variable), &option(value.as_deref())));
        let resources = resources.iter().map(|resource| {
            let bound = match resource.bound {
                Bound::Request => "requests",
                Bound::Limit => "limits",
            };
            let (name, quantity) = (&resource.name, option(resource.quantity.as_deref()));
            quote!((#bound, #name, #quantity))
        });
        quote! {
            #krate::__private::Index {
                primary: #primary,
                containers: &[#(#containers),*],
                ordinary: &[#(#ordinary),*],
                mounts: &[#(#mounts),*],
                ports: &[#(#ports),*],
                env: &[#(#env),*],
                resources: &[#(#resources),*],
            }
        }
    }
}

/// A change of this file of the package compiles the crate anew.
fn tracked(file: &str) -> TokenStream {
    let file = format!("/{file}");
    quote! {
        const _: &[u8] =
            ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #file));
    }
}

/// The function of the runtime crate that takes what a field can be given.
fn function(kind: HoleKind) -> &'static str {
    match kind {
        HoleKind::String => "string",
        HoleKind::Bool => "boolean",
        HoleKind::Int32 => "int32",
        HoleKind::Int64 => "int64",
        HoleKind::Quantity => "quantity",
        HoleKind::IntOrString => "int_or_string",
        HoleKind::StringMap => "string_map",
    }
}

fn constant_name(hole: HoleId) -> Ident {
    format_ident!("__PODWRIGHT_{}", hole.0)
}

fn name(name: &Name) -> TokenStream {
    match name {
        Name::Literal(text) => quote!(#text),
        Name::Hole(hole) => {
            let constant = constant_name(*hole);
            quote!(#constant)
        }
    }
}

fn pair(first: &TokenStream, second: &TokenStream) -> TokenStream {
    quote!((#first, #second))
}
