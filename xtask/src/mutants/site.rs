//! A source file of the checker → the places where it can be broken, each as two insertions that keep its lines where they are.
//!
//! All mutants are compiled at once: an inserted call asks at run time whether its mutant is the one that is on.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{
    Arm, BinOp, Expr, ExprBinary, ExprClosure, ExprIf, ExprMethodCall, ExprReference, ImplItemConst,
    ImplItemFn, Item, ItemFn, Pat, ReturnType, Stmt,
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
    /// It is said by the name of a rule that there is not.
    Renamed,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Negated => "negated",
            Kind::Bound => "another bound",
            Kind::Dropped => "left out",
            Kind::Silenced => "silenced",
            Kind::Renamed => "renamed",
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

impl Site {
    /// Whether what a rule says is broken here; its name is that of the rule's constant.
    pub(super) fn breaks(&self, rule: &str) -> bool {
        let said = format!("rules::{rule}");
        let mut after = self.text.match_indices(&said).map(|(at, _)| &self.text[at + said.len()..]);
        matches!(self.kind, Kind::Silenced | Kind::Renamed)
            && after.any(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_'))
    }
}

/// The places of a file, in its order.
pub(super) fn sites(source: &str) -> syn::Result<Vec<Site>> {
    let mut finder = Finder { source, sites: Vec::new(), gives_nothing: false };
    finder.visit_file(&syn::parse_file(source)?);
    let mut sites = finder.sites;
    sites.sort_by_key(|site| site.line);
    Ok(sites)
}

struct Finder<'s> {
    source: &'s str,
    sites: Vec<Site>,
    /// Whether the function around gives nothing, so that its last expression and the arms of a `match` there can be left out.
    gives_nothing: bool,
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

    /// A call that can be left out, from its begin to an end.
    fn leave_out(&mut self, expr: &Expr, end: usize) {
        let start = expr.span().byte_range().start;
        let is_said = self.source[start..end].contains("rules::");
        let kind = if is_said { Kind::Silenced } else { Kind::Dropped };
        self.add(kind, expr.span(), vec![(start, "if crate::mutants::is_off(#) { "), (end, " }")]);
    }

    /// What a function holds, which gives a value or nothing.
    fn within(&mut self, output: &ReturnType, visit: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.gives_nothing, matches!(output, ReturnType::Default));
        visit(self);
        self.gives_nothing = around;
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
            self.within(&function.sig.output, |finder| visit::visit_item_fn(finder, function));
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        if function.sig.constness.is_none() {
            self.within(&function.sig.output, |finder| visit::visit_impl_item_fn(finder, function));
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
        match statement {
            Stmt::Expr(expr @ (Expr::MethodCall(_) | Expr::Call(_)), Some(semicolon)) => {
                self.leave_out(expr, semicolon.span().byte_range().end);
            }
            Stmt::Expr(expr @ (Expr::MethodCall(_) | Expr::Call(_)), None) if self.gives_nothing => {
                self.leave_out(expr, expr.span().byte_range().end);
            }
            _ => {}
        }
        visit::visit_stmt(self, statement);
    }

    fn visit_arm(&mut self, arm: &'ast Arm) {
        if let body @ (Expr::MethodCall(_) | Expr::Call(_)) = &*arm.body
            && self.gives_nothing
        {
            self.leave_out(body, body.span().byte_range().end);
        }
        visit::visit_arm(self, arm);
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        let around = std::mem::replace(&mut self.gives_nothing, false);
        visit::visit_expr_closure(self, closure);
        self.gives_nothing = around;
    }

    fn visit_expr_reference(&mut self, reference: &'ast ExprReference) {
        if let Expr::Path(path) = &*reference.expr
            && let Some(room) = path.path.segments.iter().rev().nth(1)
            && room.ident == "rules"
        {
            let range = reference.span().byte_range();
            let insertions = vec![(range.start, "crate::mutants::another(#, "), (range.end, ")")];
            self.add(Kind::Renamed, reference.span(), insertions);
        }
        visit::visit_expr_reference(self, reference);
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
        assert_eq!(kinds, [Kind::Silenced, Kind::Renamed]);
        assert!(
            text.ends_with(
                "fn g() { if crate::mutants::is_off(0) { x.report(crate::mutants::another(1, &rules::A)); } }"
            ),
            "{text}"
        );
    }

    #[test]
    fn the_last_call_of_what_gives_nothing_and_an_arm_of_it_can_be_left_out() {
        let (kinds, text) =
            mutated("fn f() { match a { 1 => b(), _ => {} } } fn g() { c() } fn h() -> u8 { d() }");
        assert_eq!(kinds, [Kind::Dropped, Kind::Dropped]);
        assert_eq!(
            text,
            "fn f() { match a { 1 => if crate::mutants::is_off(0) { b() }, _ => {} } } \
             fn g() { if crate::mutants::is_off(1) { c() } } fn h() -> u8 { d() }"
        );
    }

    #[test]
    fn a_rule_is_broken_where_it_is_named_whole() {
        let sites = sites("fn f() { x(&crate::rules::A_B, 1) }").expect("it is Rust");
        assert!(sites.iter().all(|site| site.breaks("A_B") && !site.breaks("A")), "{sites:?}");
        assert_eq!(sites.len(), 2);
    }

    #[test]
    fn a_closure_that_is_asked_and_a_guard_are_conditions() {
        let (kinds, _) = mutated("fn f() { a.filter(|x| x.is_b()); match a { x if x.is_c() => 1, _ => 2 } }");
        assert_eq!(kinds, [Kind::Dropped, Kind::Negated, Kind::Negated]);
    }
}
