//! The function that gives a call, with the user's own function and the registration inside it.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

use super::arguments::Arguments;
use super::listed;
use super::parameter::{Parameter, shown};
use super::returned::Returned;
use super::signature::Task;
use super::written::Written;
use crate::expand::option;
use crate::parse::Place;

/// Everything that stands in the place of the user's function.
pub(super) fn function(
    written: &Written,
    task: &Task<'_>,
    arguments: &Arguments,
    env: &TokenStream,
) -> TokenStream {
    let krate = arguments.krate.clone().unwrap_or_else(|| quote!(::podwright));
    let in_task = quote!(#krate::__private::task);
    let (attributes, visibility, name) = (&written.attributes, &written.visibility, &written.signature.ident);
    let parameters: Vec<Named<'_>> = task.parameters.iter().enumerate().map(Named::new).collect();
    let taken = parameters.iter().map(|Named { parameter, .. }| {
        let (ident, ty) = (&parameter.ident, &parameter.ty);
        quote!(#ident: #ty)
    });
    let given = parameters.iter().map(|Named { parameter, constant, .. }| {
        let ident = &parameter.ident;
        quote!(#constant.give(#ident))
    });
    let returned = Returned::new(task.result, &krate);
    let call = returned.call();
    let body = body(written, task);
    let statics = statics(&parameters, &returned, &in_task);
    let definition = definition(written, &parameters, task, arguments, env, &krate);
    let (listed, way_out) = (listed::declared(written), listed::way_out(written, &in_task));
    quote! {
        #(#attributes)*
        #visibility fn #name(#(#taken),*) -> #call {
            #body
            #statics
            #definition
            #way_out
            __PODWRIGHT_RETURNS.call(&__PODWRIGHT_TASK, [#(#given),*])
        }
        #listed
    }
}

/// A parameter with the names that it has in the expansion.
struct Named<'t> {
    parameter: &'t Parameter<'t>,
    constant: Ident,
    local: Ident,
}

impl<'t> Named<'t> {
    fn new((index, parameter): (usize, &'t Parameter<'t>)) -> Named<'t> {
        Named { parameter, constant: format_ident!("__PODWRIGHT_{index}"), local: format_ident!("__{index}") }
    }
}

/// The user's own function, under a name that its body does not use: there the task's name is the call.
fn body(written: &Written, task: &Task<'_>) -> TokenStream {
    let parameters = task.parameters.iter().map(|parameter| {
        let Parameter { attributes, mutable, ident, ty, .. } = parameter;
        quote!(#(#attributes)* #mutable #ident: #ty)
    });
    let signature = &written.signature;
    let (asyncness, token, output, body) =
        (&signature.asyncness, &signature.fn_token, &signature.output, &written.body);
    quote!(#asyncness #token __podwright_body(#(#parameters),*) #output #body)
}

/// What asks that the types can travel, at the types.
fn statics(parameters: &[Named<'_>], returned: &Returned<'_>, in_task: &TokenStream) -> TokenStream {
    let parameters = parameters.iter().map(|Named { parameter, constant, .. }| {
        let Parameter { name, ty, doc, default, .. } = parameter;
        let type_name = shown(ty);
        let default = option(default.as_ref().map(|value| quote!(|| #value)));
        let made = quote_spanned!(ty.span()=> parameter::<#ty>(#name, #type_name, #doc, #default));
        quote!(static #constant: #in_task::Parameter<#ty> = #in_task::#made;)
    });
    let returned = returned.constant();
    quote!(#(#parameters)* #returned)
}

/// What the program knows the task by.
fn definition(
    written: &Written,
    parameters: &[Named<'_>],
    task: &Task<'_>,
    arguments: &Arguments,
    env: &TokenStream,
    krate: &TokenStream,
) -> TokenStream {
    let in_task = quote!(#krate::__private::task);
    let ident = &written.signature.ident;
    // Where its return type is none, rustc says so wherever the function is named: here too at the type.
    let mut used = ident.clone();
    used.set_span(Place::of(task.result.to_token_stream()).first);
    let name = arguments.name.clone().unwrap_or_else(|| ident.unraw().to_string());
    let place = super::super::place(krate, ident.span());
    let doc = written.doc();
    let (retries, timeout_ms) = (option(arguments.retries), option(arguments.timeout_ms));
    let result_type = shown(task.result);
    let constants: Vec<&Ident> = parameters.iter().map(|parameter| &parameter.constant).collect();
    let locals: Vec<&Ident> = parameters.iter().map(|parameter| &parameter.local).collect();
    // rustc says at the function's name that its future is not `Send`.
    let called = quote_spanned!(ident.span()=> __podwright_body(#(#locals),*));
    let running = if written.signature.asyncness.is_some() {
        quote!(__PODWRIGHT_RETURNS.asynchronous(#called))
    } else {
        quote!(__PODWRIGHT_RETURNS.blocking(move || #called))
    };
    // A value of another type is said to be wrong at the environment, and not at the attribute.
    let env = quote_spanned!(Place::of(env.clone()).first=> &#env);
    let input = if parameters.is_empty() { quote!(_) } else { quote!(mut __input) };
    quote! {
        #[#krate::__private::linkme::distributed_slice(#krate::__private::TASKS)]
        #[linkme(crate = #krate::__private::linkme)]
        static __PODWRIGHT_TASK: #in_task::TaskDef = {
            // A task that only the command line calls is not dead code.
            let _ = #used;
            #in_task::TaskDef {
                name: #name,
                crate_name: ::core::env!("CARGO_PKG_NAME"),
                crate_version: ::core::env!("CARGO_PKG_VERSION"),
                repository: match ::core::option_env!("CARGO_PKG_REPOSITORY") {
                    ::core::option::Option::Some(repository) => repository,
                    ::core::option::Option::None => "",
                },
                place: #place,
                doc: #doc,
                env: #env,
                retries: #retries,
                timeout_ms: #timeout_ms,
                parameters: &[#(&#constants),*],
                result_type: #result_type,
                run: |#input| {
                    #(let #locals = #constants.take(&mut __input)?;)*
                    ::core::result::Result::Ok(#running)
                },
            }
        };
    }
}
