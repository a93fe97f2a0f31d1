use podwright_rules::{Node, Options, Root, SpanId, Value, check};

fn main() {
    let template = Node::new(SpanId(0), Value::Map(Vec::new()));
    for diagnostic in check(&template, &Options::of(Root::Pod)).diagnostics {
        println!("{}", diagnostic.message);
    }
}
