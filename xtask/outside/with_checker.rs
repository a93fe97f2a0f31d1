use podwright_rules::tree::{Node, SpanId, Value};
use podwright_rules::{Options, Root, check};

fn main() {
    let template = Node::new(SpanId(0), Value::Map(Vec::new()));
    for diagnostic in check(&template, &Options::of(Root::Pod)).diagnostics {
        println!("{}", diagnostic.message);
    }
}
