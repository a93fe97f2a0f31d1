//! From the events of a YAML document to its tree, with a stack of its own: no depth of the text reaches this one.

use std::borrow::Cow;

use granit_parser::{
    ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, StrInput, StructureStyle, options,
};

use super::anchors::{Anchors, Refused};
use super::mapping::{self, Mapping, Pending};
use super::place::{Place, Position, Ruler};
use super::{Chunk, Document, NESTING, Problems, message, scalar};
use crate::rules;
use crate::tree::{Key, Node, SpanId, Value};

/// Stands for a `-` that is a scalar of its own in brackets or braces, which YAML 1.2 does not have and go-yaml has.
const DASH: &str = "\u{e000}";

/// How many of them a document may have: each is found by reading it once more.
const DASHES: usize = 16;

/// The document of a chunk; nothing where it holds none.
pub(super) fn read(chunk: &Chunk<'_>) -> Option<Document> {
    let mut text = Cow::Borrowed(chunk.text);
    for _ in 0..DASHES {
        match (Builder { text: &text, ..Builder::new(chunk) }).read() {
            Ok(document) => return document,
            Err(dash) => text.to_mut().replace_range(dash..=dash, DASH),
        }
    }
    (Builder { text: &text, is_last: true, ..Builder::new(chunk) }).read().ok()?
}

/// A node with what an alias of it would cost.
pub(super) struct Built {
    pub(super) node: Node,
    /// How many nodes go-yaml decodes for it.
    pub(super) cost: usize,
    /// How many maps and lists stand in each other in it.
    pub(super) height: usize,
    /// Whether an alias stands there.
    pub(super) aliased: bool,
}

/// Nothing more can be read of the document, and it was said why.
pub(super) struct Fatal;

/// A map or a list whose end was not read yet.
struct Open {
    span: SpanId,
    anchor: usize,
    cost: usize,
    height: usize,
    is_flow: bool,
    content: Content,
}

enum Content {
    Map(Mapping),
    List(Vec<Node>),
}

struct Builder<'t> {
    text: &'t str,
    first_line: u32,
    has_tabs: bool,
    is_last: bool,
    problems: Problems,
    open: Vec<Open>,
    anchors: Anchors,
    root: Option<Built>,
}

impl<'t> Builder<'t> {
    fn new(chunk: &Chunk<'t>) -> Builder<'t> {
        Builder {
            text: chunk.text,
            first_line: chunk.first_line,
            has_tabs: chunk.text.contains('\t'),
            is_last: false,
            problems: Problems::default(),
            open: Vec::new(),
            anchors: Anchors::default(),
            root: None,
        }
    }

    /// The document; `Err` is the byte of a `-` that is to be read as a scalar.
    fn read(mut self) -> Result<Option<Document>, usize> {
        if let Some(byte) = message::unprintable(self.text) {
            return Ok(Some(self.unprintable(byte)));
        }
        let mut options = options! {
            // As libyaml and go-yaml, its port, have it.
            block_scalar_eof_without_line_feed: true,
            bom_inside_document_as_content: true,
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
        };
        options.set_emit_comments(false);
        let mut events = Parser::new_from_str_with_options(self.text, options);
        while let Some(event) = events.next_event() {
            match event {
                Ok((Event::DocumentEnd, _)) => {
                    self.ignored(&mut events);
                    break;
                }
                Ok((event, span)) => {
                    if self.event(event, span).is_err() {
                        return Ok(Some(self.problems.broken()));
                    }
                }
                Err(error) => {
                    if let Some(dash) = message::dash(&error, self.text).filter(|_| !self.is_last) {
                        return Err(dash);
                    }
                    self.unreadable(&error);
                    return Ok(Some(self.problems.broken()));
                }
            }
        }
        Ok(self.root.map(|root| self.problems.finish(root.node)))
    }
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Fatal> {
        if self.has_tabs
            && event.is_node()
            && message::is_indented_with_tabs(self.text, &span)
            && !self.is_in_flow()
        {
            let start = self.position(&span.start);
            let line = Position { line: start.line, column: 1 };
            let at = self.problems.places.add(Place { start: line, end: start });
            let (message, help) = message::of(&ErrorKind::TabInIndentation);
            self.problems.error(at, message).help = help.map(str::to_owned);
            return Err(Fatal);
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let at = self.add(&span, style);
                self.bare(&text, style, &span, at);
                let text = if text == DASH { Cow::Borrowed("-") } else { text };
                self.scalar(scalar::Written { text, style, tag: tag.as_deref() }, at, anchor);
                Ok(())
            }
            Event::MappingStart(style, anchor, _) => {
                self.opened(&span, style, anchor, Content::Map(Mapping::default()))
            }
            Event::SequenceStart(style, anchor, _) => {
                self.opened(&span, style, anchor, Content::List(Vec::new()))
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.closed();
                Ok(())
            }
            Event::Alias(anchor) => {
                let at = self.add(&span, ScalarStyle::Plain);
                let depth = self.open.len();
                match self.anchors.expand(anchor, at, depth) {
                    Ok(built) => self.complete(built, 0),
                    Err(refused) => return self.refused(at, &refused),
                }
                Ok(())
            }
            Event::Anchor(_, name) if !message::is_anchor_name(&name) => {
                let at = self.add(&span, ScalarStyle::Plain);
                let message = format!("`&{name}` is no anchor: its name is letters, digits, `-` and `_`");
                self.problems.error(at, message);
                Ok(())
            }
            Event::UnresolvedAlias(name) => {
                let at = self.add(&span, ScalarStyle::Plain);
                self.problems.error(at, format!("there is no anchor `&{name}` before this"));
                self.complete(broken(at), 0);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn refused(&mut self, at: SpanId, refused: &Refused) -> Result<(), Fatal> {
        self.problems.error(at, refused.message()).help = refused.help().map(str::to_owned);
        if refused.is_fatal() {
            return Err(Fatal);
        }
        self.complete(broken(at), 0);
        Ok(())
    }

    fn opened(
        &mut self,
        span: &Span,
        style: StructureStyle,
        anchor: usize,
        content: Content,
    ) -> Result<(), Fatal> {
        let mut place = self.place(span);
        if style == StructureStyle::Block && matches!(content, Content::List(_)) {
            place.end.column = place.start.column + 1;
        }
        let at = self.problems.places.add(place);
        if self.open.len() == NESTING {
            self.problems.error(at, format!("this is nested deeper than {NESTING} levels"));
            return Err(Fatal);
        }
        self.anchors.count(1);
        self.anchors.begin(anchor);
        let is_flow = style == StructureStyle::Flow;
        self.open.push(Open { span: at, anchor, cost: 1, height: 1, is_flow, content });
        Ok(())
    }

    /// Says what YAML 1.2 has and go-yaml reads otherwise.
    fn bare(&mut self, text: &str, style: ScalarStyle, span: &Span, at: SpanId) {
        let after_tag = span.tag_span().and_then(|tag| tag.end.byte_offset()).map(|byte| &self.text[byte..]);
        let refused = match style {
            _ if after_tag.is_some_and(|after| after.starts_with([',', ']', '}'])) => {
                ("a tag is followed by a space", "write `!!str ,`".to_owned())
            }
            ScalarStyle::Plain if self.is_in_flow() && (text.contains('?') || text.starts_with(':')) => (
                "text with a `?`, or a `:` before it, needs quotes in brackets or braces",
                format!("write `\"{text}\"`"),
            ),
            ScalarStyle::DoubleQuoted
                if message::has_escaped_slash(span.slice(self.text).unwrap_or_default()) =>
            {
                ("`\\/` is no escape that Kubernetes' YAML has", "write `/`".to_owned())
            }
            _ => return,
        };
        self.problems.error(at, refused.0).help = Some(refused.1);
    }

    fn closed(&mut self) {
        let open = self.open.pop().expect("the parser ends what it began");
        let Open { span, anchor, cost, height, content, .. } = open;
        let value = match content {
            Content::Map(mapping) => Value::Map(mapping.finish()),
            Content::List(items) => Value::List(items),
        };
        self.complete(Built { node: Node::new(span, value), cost, height, aliased: false }, anchor);
    }

    fn scalar(&mut self, written: scalar::Written<'_>, at: SpanId, anchor: usize) {
        if !self.awaits_key() {
            self.anchors.count(1);
            let value = scalar::value(written, at, &mut self.problems);
            self.complete(Built { node: Node::new(at, value), cost: 1, height: 0, aliased: false }, anchor);
            return;
        }
        if written.is_merge() {
            self.key(at, 0, Pending::Merge);
            return;
        }
        self.anchors.count(1);
        let name = scalar::key(written, at, &mut self.problems);
        if let Some(name) = name.as_ref().filter(|_| anchor != 0) {
            let node = Node::new(at, Value::String(name.clone()));
            self.anchors.keep(anchor, &Built { node, cost: 1, height: 0, aliased: false });
        }
        self.key(at, 1, name.map_or(Pending::Ignored, |name| Pending::Key(Key { name, span: at })));
    }

    /// Puts a node where it belongs.
    fn complete(&mut self, built: Built, anchor: usize) {
        self.anchors.keep(anchor, &built);
        let Some(open) = self.open.last_mut() else {
            self.root = Some(built);
            return;
        };
        open.cost += built.cost;
        open.height = open.height.max(built.height + 1);
        match &mut open.content {
            Content::List(items) => items.push(built.node),
            Content::Map(mapping) if mapping.awaits_key() => {
                let at = built.node.span;
                let name = scalar::key_of(&built.node.value, at, &mut self.problems);
                self.key(at, 0, name.map_or(Pending::Ignored, |name| Pending::Key(Key { name, span: at })));
            }
            Content::Map(mapping) => mapping.value(built, &mut self.problems),
        }
    }

    fn key(&mut self, at: SpanId, cost: usize, pending: Pending) {
        if let Some(Open { content: Content::Map(mapping), span, cost: all, .. }) = self.open.last_mut() {
            *all += cost;
            mapping::heads(mapping, *span, at, &mut self.problems);
            mapping.pend(pending);
        }
    }

    fn is_in_flow(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_flow)
    }

    fn awaits_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Map(mapping), .. }) if mapping.awaits_key())
    }
}

fn broken(at: SpanId) -> Built {
    Built { node: Node::new(at, Value::Broken), cost: 1, height: 0, aliased: false }
}

/// Places, and what is wrong with the text.
impl Builder<'_> {
    fn position(&self, marker: &granit_parser::Marker) -> Position {
        let number = |number: usize| u32::try_from(number).expect("a file has fewer than 2^32 characters");
        Position { line: self.first_line + number(marker.line()) - 1, column: 1 + number(marker.col()) }
    }

    fn place(&self, span: &Span) -> Place {
        Place { start: self.position(&span.start), end: self.position(&span.end) }
    }

    fn add(&mut self, span: &Span, style: ScalarStyle) -> SpanId {
        let mut place = self.place(span);
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            // The scanner's end is where the next token's line begins.
            let text = span.slice(self.text).unwrap_or_default().trim_end();
            let lines = text.matches('\n').count();
            let last = text.rsplit('\n').next().unwrap_or_default().chars().count();
            let number =
                |number: usize| u32::try_from(number).expect("a file has fewer than 2^32 characters");
            let before = if lines == 0 { place.start.column } else { 1 };
            place.end = Position { line: place.start.line + number(lines), column: before + number(last) };
        }
        self.problems.places.add(place)
    }

    fn unreadable(&mut self, error: &ScanError) {
        let (message, help) = message::of(error.kind());
        let marked = error.marker().byte_offset().unwrap_or_default();
        let tab = message::tab_after(error.kind(), self.text, marked);
        let start = match tab {
            Some(tab) => Ruler::new(self.text, self.first_line).position(tab),
            None => self.position(error.marker()),
        };
        // Behind the last character of a line there is none to point at.
        let at = self.text.get(tab.unwrap_or(marked)..).and_then(|rest| rest.chars().next());
        let width = u32::from(at.is_some_and(|letter| !matches!(letter, '\n' | '\r')));
        let end = Position { line: start.line, column: start.column + width };
        let at = self.problems.places.add(Place { start, end });
        self.problems.error(at, message).help = help.map(str::to_owned);
    }

    fn unprintable(mut self, byte: usize) -> Document {
        let mut ruler = Ruler::new(self.text, self.first_line);
        let start = ruler.position(byte);
        let end = Position { line: start.line, column: start.column + 1 };
        let at = self.problems.places.add(Place { start, end });
        let letter = self.text[byte..].chars().next().unwrap_or_default();
        let message = format!("YAML takes no control character, and this is U+{:04X}", u32::from(letter));
        self.problems.error(at, message).help =
            Some("leave it out, or write it as an escape in double quotes".to_owned());
        self.problems.broken()
    }

    /// Kubernetes reads one document of what stands between two separators.
    fn ignored<'t>(&mut self, events: &mut Parser<'t, StrInput<'t>>) {
        if let Some(Ok((Event::DocumentStart(..), span))) = events.next_event() {
            let at = self.add(&span, ScalarStyle::Plain);
            let message = "Kubernetes does not read what stands after the `...`";
            self.problems.report(&rules::IGNORED_DOCUMENT, at, message.to_owned()).help =
                Some("separate documents by a line `---`".to_owned());
        }
    }
}
