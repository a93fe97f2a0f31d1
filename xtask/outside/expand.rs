use proc_macro2::TokenStream;

/// Expands a template as often as the first argument says.
fn main() {
    let times = std::env::args().nth(1).and_then(|times| times.parse().ok()).expect("how often");
    let (_, template) = include_str!("pod_template.rs").split_once("pod_template! ").expect("it has a template");
    let template = template.trim_end().trim_end_matches(';');
    for number in 0..times {
        let template = template.replace("NUMBER", &format!("{number}"));
        let tokens: TokenStream = format!("::podwright {template}").parse().expect("they are tokens");
        std::hint::black_box(podwright_codegen::expand::pod_template(tokens));
    }
}
