//! A source file of the checker → the places where it can be broken, each as two insertions that keep its lines where they are.
//!
//! All mutants are compiled at once: an inserted call asks at run time whether its mutant is the one that is on.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{
    BinOp, Expr, ExprBinary, ExprClosure, ExprIf, ExprMethodCall, ImplItemConst, ImplItemFn, Item, ItemFn,
    Pat, Stmt,
};

/// Methods whose closure answers yes or no.
const ASKING: [&str; 10] = [
    "all",
    "any",
    "filter",
    "find",
    "is_none_or",
    "is_some_and",
    "position",
    "retain",
    "skip_while",
    "take_while",
];

/// How a place is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A condition is the opposite.
    Negated,
    /// `<` is `<=`, or the other way round.
    Bound,
    /// A statement is left out.
    Dropped,
    /// What a rule says is left out.
    Silenced,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Negated => "negated",
            Kind::Bound => "another bound",
            Kind::Dropped => "left out",
            Kind::Silenced => "silenced",
        }
    }
}

/// A place that can be broken.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub(super) kind: Kind,
    /// From 1.
    pub(super) line: usize,
    /// What stands there, on one line.
    pub(super) text: String,
    /// What is inserted where, in bytes; `#` stands for the mutant's number.
    pub(super) insertions: Vec<(usize, &'static str)>,
}

/// The places of a file, in its order.
pub(super) fn sites(source: &str) -> syn::Result<Vec<Site>> {
    let mut finder = Finder { source, sites: Vec::new() };
    finder.visit_file(&syn::parse_file(source)?);
    let mut sites = finder.sites;
    sites.sort_by_key(|site| site.line);
    Ok(sites)
}

struct Finder<'s> {
    source: &'s str,
    sites: Vec<Site>,
}

impl Finder<'_> {
    fn add(&mut self, kind: Kind, span: Span, insertions: Vec<(usize, &'static str)>) {
        let text = self.source[span.byte_range()].split_whitespace().collect::<Vec<_>>().join(" ");
        self.sites.push(Site { kind, line: span.start().line, text, insertions });
    }

    /// A condition: each of its parts that is not made of others can be the opposite.
    fn condition(&mut self, expr: &Expr) {
        match expr {
            Expr::Binary(ExprBinary { op: BinOp::And(_) | BinOp::Or(_), left, right, .. }) => {
                self.condition(left);
                self.condition(right);
            }
            Expr::Paren(paren) => self.condition(&paren.expr),
            // A comparison is found wherever it stands.
            Expr::Let(_) | Expr::Block(_) | Expr::Match(_) | Expr::If(_) => {}
            Expr::Binary(binary) if is_comparison(&binary.op) => {}
            _ => {
                let range = expr.span().byte_range();
                self.negate(expr.span(), range.start, range.end);
            }
        }
    }

    fn negate(&mut self, span: Span, start: usize, end: usize) {
        self.add(Kind::Negated, span, vec![(start, "crate::mutants::flip(#, "), (end, ")")]);
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        // What is computed while it compiles has no run time at which a mutant could be on.
        let is_test = |attributes: &[syn::Attribute]| {
            attributes.iter().any(|one| one.path().is_ident("cfg") || one.path().is_ident("test"))
        };
        match item {
            Item::Const(_) | Item::Static(_) | Item::Macro(_) => {}
            Item::Mod(module) if is_test(&module.attrs) => {}
            Item::Fn(function) if is_test(&function.attrs) => {}
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        if function.sig.constness.is_none() {
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        if function.sig.constness.is_none() {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_impl_item_const(&mut self, _: &'ast ImplItemConst) {}

    fn visit_expr_if(&mut self, expr: &'ast ExprIf) {
        self.condition(&expr.cond);
        visit::visit_expr_if(self, expr);
    }

    fn visit_pat(&mut self, pat: &'ast Pat) {
        if let Pat::Guard(guarded) = pat {
            self.condition(&guarded.guard);
        }
        visit::visit_pat(self, pat);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if ASKING.iter().any(|name| call.method == name)
            && let Some(Expr::Closure(ExprClosure { body, .. })) = call.args.first()
        {
            self.condition(body);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_binary(&mut self, binary: &'ast ExprBinary) {
        if is_comparison(&binary.op) {
            let (span, whole) = (binary.span(), binary.span().byte_range());
            let (left, right) = (binary.left.span().byte_range(), binary.right.span().byte_range());
            self.negate(span, whole.start, whole.end);
            let strict = matches!(binary.op, BinOp::Lt(_) | BinOp::Gt(_));
            let (less, other) = if matches!(binary.op, BinOp::Lt(_) | BinOp::Le(_)) {
                ("crate::mutants::less(#, &(", strict)
            } else {
                ("crate::mutants::more(#, &(", strict)
            };
            if !matches!(binary.op, BinOp::Eq(_) | BinOp::Ne(_)) {
                let end = if other { "), true)" } else { "), false)" };
                // The operator itself becomes a comment.
                let insertions =
                    vec![(left.start, less), (left.end, "), /*"), (right.start, "*/ &("), (right.end, end)];
                self.add(Kind::Bound, span, insertions);
            }
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        if let Stmt::Expr(expr @ (Expr::MethodCall(_) | Expr::Call(_)), Some(semicolon)) = statement {
            let (start, end) = (expr.span().byte_range().start, semicolon.span().byte_range().end);
            let is_said = self.source[start..end].contains("rules::");
            let kind = if is_said { Kind::Silenced } else { Kind::Dropped };
            self.add(kind, expr.span(), vec![(start, "if crate::mutants::is_off(#) { "), (end, " }")]);
        }
        visit::visit_stmt(self, statement);
    }
}

fn is_comparison(op: &BinOp) -> bool {
    matches!(op, BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_))
}

/// The source with all of some places made so that each can be broken; each place with its mutant's number.
pub(super) fn with_mutants<'s>(source: &str, sites: impl Iterator<Item = (usize, &'s Site)>) -> String {
    let mut insertions = Vec::new();
    for (number, site) in sites {
        let (Some((first, _)), Some((last, _))) = (site.insertions.first(), site.insertions.last()) else {
            continue;
        };
        let length = last - first;
        for (order, (at, text)) in site.insertions.iter().enumerate() {
            let opens = order % 2 == 0;
            // What ends at a place ends before what begins there; of two that begin there the longer is first, of two that
            // end there the shorter.
            let rank = if opens { (usize::MAX - length, number) } else { (length, usize::MAX - number) };
            insertions.push((*at, opens, rank, text.replace('#', &number.to_string())));
        }
    }
    insertions.sort();
    let mut text = String::with_capacity(source.len() * 2);
    let mut done = 0;
    for (at, _, _, insertion) in insertions {
        text.push_str(&source[done..at]);
        text.push_str(&insertion);
        done = at;
    }
    text.push_str(&source[done..]);
    text
}

#[cfg(test)]
mod tests {
    use super::{Kind, sites, with_mutants};

    fn mutated(source: &str) -> (Vec<Kind>, String) {
        let sites = sites(source).expect("it is Rust");
        let text = with_mutants(source, sites.iter().enumerate());
        (sites.iter().map(|site| site.kind).collect(), text)
    }

    #[test]
    fn a_condition_and_its_bound_are_places_and_one_stands_in_the_other() {
        let (kinds, text) = mutated("fn f() { if a && b.len() > 3 { } }");
        assert_eq!(kinds, [Kind::Negated, Kind::Negated, Kind::Bound]);
        assert_eq!(
            text,
            "fn f() { if crate::mutants::flip(0, a) && crate::mutants::flip(1, crate::mutants::more(2, &(b.len()), /* > */ &(3), true)) { } }"
        );
    }

    #[test]
    fn what_a_rule_says_can_be_silenced_and_what_is_constant_is_no_place() {
        let (kinds, text) =
            mutated("const A: bool = 1 < 2; const fn f() { if a {} } fn g() { x.report(&rules::A); }");
        assert_eq!(kinds, [Kind::Silenced]);
        assert!(text.ends_with("fn g() { if crate::mutants::is_off(0) { x.report(&rules::A); } }"), "{text}");
    }

    #[test]
    fn a_closure_that_is_asked_and_a_guard_are_conditions() {
        let (kinds, _) = mutated("fn f() { a.filter(|x| x.is_b()); match a { x if x.is_c() => 1, _ => 2 } }");
        assert_eq!(kinds, [Kind::Dropped, Kind::Negated, Kind::Negated]);
    }
}
