//! Templates of any size and with anything missing: they are read in time that grows as they do, and never with a panic.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use podwright_codegen::check::{Template, check};
use podwright_codegen::expand;
use podwright_rules::{Level, Options, Spelling};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

/// How often the sizes are measured, until it is so: another program may be in the way.
const ROUNDS: usize = 20;

fn read(template: TokenStream) -> Template {
    check(template, &Options::new(Spelling::Snake))
}

fn template() -> TokenStream {
    quote! {
        #![deny(unused_volume)]
        labels: { "team": "ml", app.kubernetes.io/name: names() },
        pod_spec: {
            priority: -1,
            containers: [
                { name: "primary", volume_mounts: [{ name: VOLUME, mount_path: "/data" }] },
                #[ordinary]
                { name: "web", image: "nginx:1.27", ports: [{ name: "http", container_port: 80 }] },
            ],
            volumes: [{ name: VOLUME, empty_dir: {} }],
        },
    }
}

fn task() -> TokenStream {
    quote! {
        /// Counts.
        pub(crate) async fn count(#[arg(default = 1, name = "n")] mut number: Vec<(u8, String)>) -> Result<usize> { 1 }
    }
}

/// The tokens with one of them, at whatever depth, left out, doubled, or replaced.
fn mutations(tokens: &TokenStream) -> Vec<TokenStream> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let replacements = [
        quote!(),
        quote!(,),
        quote!(:),
        quote!(=),
        quote!({}),
        quote!(#),
        quote!(1),
        quote!("é"),
        quote!('a),
    ];
    let mut all = Vec::new();
    for (at, tree) in trees.iter().enumerate() {
        let put = |new: TokenStream| -> TokenStream {
            let (before, after) = (trees[..at].iter().cloned(), trees[at + 1..].iter().cloned());
            before.chain(new).chain(after).collect()
        };
        all.push(put(quote!(#tree #tree)));
        all.extend(replacements.iter().map(|new| put(new.clone())));
        if let TokenTree::Group(group) = tree {
            let changed = |stream, delimiter| put(TokenTree::Group(Group::new(delimiter, stream)).into());
            all.extend(
                mutations(&group.stream()).into_iter().map(|stream| changed(stream, group.delimiter())),
            );
            for delimiter in [Delimiter::Brace, Delimiter::Bracket, Delimiter::Parenthesis, Delimiter::None] {
                all.push(changed(group.stream(), delimiter));
            }
        }
    }
    all
}

#[test]
fn a_template_with_any_token_wrong_still_becomes_an_expression() {
    for changed in mutations(&template()) {
        let expanded = expand::pod_template(quote!(::podwright { #changed }));
        syn::parse2::<syn::Expr>(expanded).unwrap_or_else(|error| panic!("{changed}: {error}"));
    }
}

#[test]
fn a_task_with_any_token_wrong_is_no_panic() {
    let arguments = quote!(env = ENV, retries = 2, timeout = "10m");
    for changed in mutations(&task()) {
        expand::task(arguments.clone(), changed);
    }
    for changed in mutations(&arguments) {
        expand::task(changed, task());
    }
}

#[test]
fn a_lookup_with_any_token_wrong_still_becomes_an_expression() {
    for changed in mutations(&quote!(crate::POD, "data", "/data")) {
        let expanded = expand::mount(quote!(::podwright { #changed }));
        syn::parse2::<syn::Expr>(expanded).unwrap_or_else(|error| panic!("{changed}: {error}"));
    }
}

/// A template of any size.
type OfSize = fn(usize) -> String;

/// So many containers, each with some of all that there is.
fn containers(count: usize) -> String {
    let mut source = String::from("pod_spec: { containers: [{ name: \"primary\" }, ");
    for number in 0..count {
        write!(
            source,
            "{{ name: \"c{number}\", image: tag({number}), env: [{{ name: \"A\", value: \"b\" }}], \
             ports: [{{ name: \"p{number}\", container_port: {} }}], resources: {{ limits: {{ cpu: \"1\" }} }} }}, ",
            number + 1
        )
        .expect("a text takes what is written");
    }
    source + "] }"
}

/// So many variables of one container.
fn variables(count: usize) -> String {
    let mut source = String::from("pod_spec: { containers: [{ name: \"primary\", env: [");
    for number in 0..count {
        write!(source, "{{ name: \"A{number}\", value: \"a value of some length, as they are\" }}, ")
            .expect("a text takes what is written");
    }
    source + "] }] }"
}

/// So many containers of one name and port: each is wrong.
fn alike(count: usize) -> String {
    let one =
        "{ name: \"a\", image: \"a:1\", ports: [{ name: \"p\", container_port: 80, host_port: 80 }] }, ";
    format!("pod_spec: {{ containers: [{{ name: \"primary\" }}, {}] }}", one.repeat(count))
}

/// How long a template takes to be parsed, checked and expanded.
fn time(tokens: &TokenStream) -> Duration {
    let tokens = tokens.clone();
    let begun = Instant::now();
    let expanded = expand::pod_template(quote!(::podwright { #tokens }));
    let took = begun.elapsed();
    assert!(!expanded.is_empty());
    took
}

#[test]
fn a_template_twice_as_large_takes_about_twice_as_long() {
    let templates: [(&str, OfSize); 3] =
        [("containers", containers), ("variables", variables), ("alike", alike)];
    for (what, template) in templates {
        let [small, large] = [500, 1_000].map(|count| template(count).parse().unwrap());
        let (mut once, mut twice) = (Duration::MAX, Duration::MAX);
        let is_linear = (0..ROUNDS).any(|_| {
            (once, twice) = (once.min(time(&small)), twice.min(time(&large)));
            twice < 3 * once
        });
        assert!(is_linear, "{what}: {once:?}, and for twice as many {twice:?}");
    }
}

#[test]
fn ten_thousand_containers_and_a_megabyte_of_template_are_in_order() {
    for source in [containers(10_000), variables(20_000)] {
        assert!(source.len() > 1 << 20, "{}", source.len());
        let template = read(source.parse().unwrap());
        let mistake = template.diagnostics.iter().find(|said| said.level == Level::Error);
        assert!(mistake.is_none(), "{mistake:?}");
    }
}

#[test]
fn brackets_without_end_are_one_error() {
    let mut tokens = quote!(1);
    for _ in 0..10_000 {
        tokens = TokenTree::Group(Group::new(Delimiter::Bracket, tokens)).into();
    }
    assert_eq!(read(quote!(pod_spec: #tokens)).diagnostics.len(), 1);
}

#[test]
fn an_expression_without_end_is_one_error() {
    let signs: TokenStream = std::iter::repeat_n(quote!(!), 100_000).collect();
    let template = read(quote!(pod_spec: { host_network: #signs true, containers: [{ name: "primary" }] }));
    let messages: Vec<&str> =
        template.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(messages, ["this expression is too long for a template"]);
}
