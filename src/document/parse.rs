//! From the text of one document to nodes: follows the events of the parser.

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, StructureStyle};

use super::aliases::Aliases;
use super::arena::{
    Arena, CommentData, DECODED, KEY, Kind, MISSING, NONE, NodeData, PLACEHOLDER, Style, Tag,
    offset,
};
use super::placeholder;
use super::resolve::{self, Resolved};
use super::split::Chunk;
use super::syntax::{self, Problem, SyntaxErrorKind};
use super::tag;
use super::{layout, limits, mapping, refuse};

/// What a document turned out to be.
#[derive(Debug)]
pub(super) struct Read {
    /// The root node; none if the document is empty or null.
    pub(super) root: Option<u32>,
    /// Where the document ends for the parser.
    pub(super) end: u32,
}

/// Reads one document into the arena, and its comments.
pub(super) fn read(
    text: &str,
    chunk: Chunk,
    arena: &mut Arena,
    comments: &mut Vec<CommentData>,
) -> Result<Read, Problem> {
    let document = text.get(chunk.start..chunk.end).unwrap_or_default();
    let skipped = if document.starts_with('\u{FEFF}') {
        3
    } else {
        0
    };
    let base = chunk.start + skipped;
    if document
        .bytes()
        .all(|byte| matches!(byte, b' ' | b'\n' | b'\r'))
    {
        let end = offset(chunk.end);
        return Ok(Read { root: None, end });
    }
    let mut reader = Reader {
        text,
        base,
        arena,
        comments,
        frames: Vec::new(),
        aliases: Aliases::default(),
        behind: offset(base),
        plain: false,
        flows: 0,
        root: None,
    };
    let document = document.get(skipped..).unwrap_or_default();
    let parser = Parser::new_from_str_with_options(document, options());
    reader.follow(parser, offset(chunk.end))
}

fn options() -> Options {
    granit_parser::options! {
        emit_anchor_events: true,
        disallow_directives: true,
        block_scalar_eof_without_line_feed: true,
        flow_nesting_limit: limits::DEPTH,
        block_nesting_limit: limits::DEPTH,
        max_buffered_comment_events: usize::MAX,
    }
}

/// A container that is not complete yet.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) id: u32,
    kind: Kind,
    anchor: usize,
    /// Children so far, keys and values both counted.
    children: u32,
    /// Levels below, aliases followed.
    height: usize,
    /// Whether the value to come is that of a merge key.
    pub(super) merging: bool,
    /// Whether any key merges.
    pub(super) merges: bool,
    /// Where the last child ends.
    end: u32,
}

/// Follows the events of the parser through one document.
pub(super) struct Reader<'t, 'a> {
    pub(super) text: &'t str,
    pub(super) base: usize,
    pub(super) arena: &'a mut Arena,
    comments: &'a mut Vec<CommentData>,
    pub(super) frames: Vec<Frame>,
    aliases: Aliases,
    /// Where the last event ended; what follows it in the text comes next.
    pub(super) behind: u32,
    /// Whether that was a plain scalar.
    pub(super) plain: bool,
    /// How many of the containers at hand are in brackets.
    pub(super) flows: usize,
    root: Option<u32>,
}

impl<'t> Reader<'t, '_> {
    fn follow(
        &mut self,
        parser: Parser<'t, granit_parser::StrInput<'t>>,
        chunk_end: u32,
    ) -> Result<Read, Problem> {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "the parser's list is open; the others carry no content"
        )]
        for event in parser {
            let (event, span) = event.map_err(|error| self.scan_problem(&error))?;
            let (start, end) = self.range(&span);
            match event {
                Event::Comment(..) => self.comments.push(CommentData { start, end }),
                Event::Scalar(value, style, anchor, tag) => {
                    let tag = tag.map_or((Tag::None, false), |tag| tag::classify(&tag));
                    let range = match style {
                        ScalarStyle::Literal | ScalarStyle::Folded => {
                            let tag = span.tag_span().map_or(0, |tag| self.range(&tag).1);
                            let from = self.behind.max(tag);
                            layout::block_scalar(self.text, from, (start, end))
                        }
                        _ => (start, end),
                    };
                    self.scalar(&value, style, anchor, tag, range)?;
                    self.behind = self.behind.max(end);
                }
                Event::Alias(anchor) => self.alias(anchor, (start, end))?,
                Event::Anchor(_, name) => refuse::anchor_name(&name, (start, end))?,
                Event::SequenceStart(style, anchor, _) => {
                    self.open(Kind::Seq, style, anchor, (start, end))?;
                }
                Event::MappingStart(style, anchor, _) => {
                    self.open(Kind::Map, style, anchor, (start, end))?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(end)?,
                Event::DocumentEnd => {
                    let rest = self.text.get(end as usize..chunk_end as usize);
                    let blank = rest.is_some_and(|rest| rest.trim().is_empty());
                    self.tabs(if blank { chunk_end } else { end })?;
                    let root = self.root.filter(|root| !self.is_null(*root));
                    return Ok(Read { root, end });
                }
                _ => {}
            }
        }
        self.tabs(chunk_end)?;
        Ok(Read {
            root: None,
            end: chunk_end,
        })
    }

    fn range(&self, span: &granit_parser::Span) -> (u32, u32) {
        let range = span.byte_range().unwrap_or_default();
        (
            offset(self.base + range.start),
            offset(self.base + range.end),
        )
    }

    fn scan_problem(&self, error: &ScanError) -> Problem {
        let at = self.base + error.marker().byte_offset().unwrap_or_default();
        let end = self.text.ceil_char_boundary(at + 1);
        let (kind, message, help) = syntax::grammar(error.kind());
        Problem::new(kind, (offset(at), offset(end)), message, help)
    }

    fn is_null(&self, id: u32) -> bool {
        self.resolved(id) == Some(Resolved::Null)
    }

    pub(super) fn resolved(&self, id: u32) -> Option<Resolved> {
        let node = self.arena.node(id);
        (node.kind == Kind::Scalar).then(|| {
            let text = self.arena.text(self.text, id);
            resolve::scalar(node.tag, node.style, text)
        })
    }

    fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        anchor: usize,
        (tag, binary): (Tag, bool),
        range: (u32, u32),
    ) -> Result<(), Problem> {
        let mut node = self.child(Kind::Scalar, scalar_style(style), range)?;
        node.tag = tag;
        if style == ScalarStyle::Plain && range.0 == range.1 {
            node.flags |= MISSING;
            node.start = layout::behind_colon(self.text, node.start, node.has(KEY));
            node.end = node.start;
        } else if binary {
            let decoded = tag::base64(value).ok_or_else(|| refuse::not_base64(range))?;
            self.decoded(&mut node, &String::from_utf8_lossy(&decoded));
        } else {
            self.place(&mut node, value);
        }
        if placeholder::holds_one(value) {
            node.flags |= PLACEHOLDER;
        }
        let id = self.push(node);
        self.aliases.begin(anchor, id);
        self.aliases.count(node.text.1);
        self.plain = style == ScalarStyle::Plain && !node.has(KEY | MISSING);
        self.judge(id)?;
        self.done(id, anchor, 0)
    }

    /// Points the node at its value: in the source if it is spelled there.
    fn place(&mut self, node: &mut NodeData, value: &str) {
        let quote = u32::from(matches!(
            node.style,
            Style::SingleQuoted | Style::DoubleQuoted
        ));
        let (start, end) = (node.start + quote, node.end.saturating_sub(quote));
        if self.text.get(start as usize..end as usize) == Some(value) {
            node.text = (start, offset(value.len()));
        } else {
            self.decoded(node, value);
        }
    }

    fn decoded(&mut self, node: &mut NodeData, value: &str) {
        node.text = (offset(self.arena.decoded.len()), offset(value.len()));
        node.flags |= DECODED;
        self.arena.decoded.push_str(value);
    }

    fn alias(&mut self, anchor: usize, range: (u32, u32)) -> Result<(), Problem> {
        let name = self.text.get(range.0 as usize + 1..range.1 as usize);
        refuse::anchor_name(name.unwrap_or_default(), range)?;
        let mut node = self.child(Kind::Alias, Style::Alias, range)?;
        let (target, height) = self.aliases.follow(anchor, range)?;
        node.text = (target, 0);
        if self.frames.len() + height > limits::DEPTH {
            return Err(refuse::too_deep(range));
        }
        let id = self.push(node);
        self.judge(id)?;
        self.done(id, 0, height)
    }

    fn open(
        &mut self,
        kind: Kind,
        style: StructureStyle,
        anchor: usize,
        range: (u32, u32),
    ) -> Result<(), Problem> {
        let style = match style {
            StructureStyle::Block => Style::Block,
            StructureStyle::Flow => Style::Flow,
        };
        let node = self.child(kind, style, range)?;
        if node.has(KEY) {
            return Err(refuse::complex_key(range));
        }
        if self.frames.len() >= limits::DEPTH {
            return Err(refuse::too_deep(range));
        }
        let id = self.push(node);
        self.flows += usize::from(style == Style::Flow);
        self.aliases.begin(anchor, id);
        self.aliases.count(0);
        self.frames.push(Frame {
            id,
            kind,
            anchor,
            children: 0,
            height: 0,
            merging: false,
            merges: false,
            end: range.1,
        });
        Ok(())
    }

    fn close(&mut self, end: u32) -> Result<(), Problem> {
        let Some(frame) = self.frames.pop() else {
            return Ok(());
        };
        let first = self.arena.node(frame.id + 1).start;
        let children = frame.children;
        let next = offset(self.arena.nodes.len());
        let behind = self.behind;
        if let Some(node) = self.arena.nodes.get_mut(frame.id as usize) {
            node.next = next;
            node.text = match frame.kind {
                Kind::Map => (children / 2, 0),
                Kind::Seq | Kind::Scalar | Kind::Alias => (children, 0),
            };
            if node.style == Style::Flow {
                node.end = end;
                self.flows -= 1;
                self.plain = false;
            } else if children > 0 {
                if frame.kind == Kind::Map {
                    node.start = first;
                } else {
                    node.start = layout::dash_before(self.text, node.start, first);
                }
                node.end = frame.end.max(node.start);
            } else {
                node.end = node.start.max(behind);
            }
        }
        if frame.kind == Kind::Map {
            mapping::complete(self.arena, self.text, frame.id, frame.merges);
        }
        self.done(frame.id, frame.anchor, frame.height)
    }

    /// A new child of the container at hand.
    fn child(&mut self, kind: Kind, style: Style, range: (u32, u32)) -> Result<NodeData, Problem> {
        self.tabs(range.0)?;
        let parent = self.frames.last_mut();
        let (mut flags, mut place) = (0, 0);
        let id = parent.as_ref().map_or(NONE, |frame| frame.id);
        if let Some(frame) = parent {
            if frame.kind == Kind::Map && frame.children % 2 == 0 {
                flags |= KEY;
            }
            place = frame.children;
            frame.children += 1;
        }
        if self.arena.nodes.len() >= NONE as usize {
            return Err(Problem::new(
                SyntaxErrorKind::Size,
                range,
                "too many nodes",
                "",
            ));
        }
        Ok(NodeData {
            start: range.0,
            end: range.1,
            text: (range.0, 0),
            parent: id,
            next: 0,
            place,
            kind,
            style,
            tag: Tag::None,
            flags,
        })
    }

    fn push(&mut self, mut node: NodeData) -> u32 {
        let id = offset(self.arena.nodes.len());
        node.next = id + 1;
        self.arena.nodes.push(node);
        id
    }

    /// A node is complete: what it means for its anchor and its container.
    fn done(&mut self, id: u32, anchor: usize, height: usize) -> Result<(), Problem> {
        let node = *self.arena.node(id);
        self.behind = self.behind.max(node.end);
        self.aliases.end(anchor, height);
        let Some(frame) = self.frames.last_mut() else {
            self.root = self.root.or(Some(id));
            return Ok(());
        };
        frame.height = frame.height.max(height + 1);
        frame.end = frame.end.max(node.end);
        if frame.merging && !node.has(KEY) {
            frame.merging = false;
            if !mapping::can_merge(self.arena, id) {
                return Err(refuse::bad_merge((node.start, node.end)));
            }
        }
        Ok(())
    }
}

fn scalar_style(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}
