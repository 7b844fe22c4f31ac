//! From the text of one document to nodes: follows the events of the parser.

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, StructureStyle};

use super::aliases::Aliases;
use super::arena::{
    Arena, CommentData, DECODED, KEY, Kind, MERGE, MISSING, NONE, NodeData, ODD_KEY, PLACEHOLDER,
    Style, Tag, offset,
};
use super::placeholder;
use super::resolve::{self, Resolved};
use super::split::Chunk;
use super::syntax::{self, Problem, SyntaxErrorKind};
use super::tag;
use super::{limits, mapping};

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
    let mut reader = Reader {
        text,
        base,
        arena,
        comments,
        frames: Vec::new(),
        aliases: Aliases::default(),
        behind: offset(base),
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
struct Frame {
    id: u32,
    kind: Kind,
    anchor: usize,
    /// Children so far, keys and values both counted.
    children: u32,
    /// Levels below, aliases followed.
    height: usize,
    /// Whether the value to come is that of a merge key.
    merging: bool,
    /// Whether any key merges.
    merges: bool,
    /// Where the last child ends.
    end: u32,
}

struct Reader<'t, 'a> {
    text: &'t str,
    base: usize,
    arena: &'a mut Arena,
    comments: &'a mut Vec<CommentData>,
    frames: Vec<Frame>,
    aliases: Aliases,
    /// Where the last event ended; what follows it in the text comes next.
    behind: u32,
    root: Option<u32>,
}

impl<'t> Reader<'t, '_> {
    fn follow(
        &mut self,
        parser: Parser<'t, granit_parser::StrInput<'t>>,
        end: u32,
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
                    let from = span.tag_span().map_or(0, |tag| self.range(&tag).1);
                    self.behind = self.behind.max(from);
                    self.scalar(&value, style, anchor, tag, (start, end))?;
                }
                Event::Alias(anchor) => self.alias(anchor, (start, end))?,
                Event::Anchor(anchor, name) => self.anchor(anchor, &name, (start, end))?,
                Event::SequenceStart(style, anchor, _) => {
                    self.open(Kind::Seq, style, anchor, (start, end))?;
                }
                Event::MappingStart(style, anchor, _) => {
                    self.open(Kind::Map, style, anchor, (start, end))?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(end)?,
                Event::DocumentEnd => {
                    let root = self.root.filter(|root| !self.is_null(*root));
                    return Ok(Read { root, end });
                }
                _ => {}
            }
        }
        Ok(Read { root: None, end })
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

    fn resolved(&self, id: u32) -> Option<Resolved> {
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
        (start, end): (u32, u32),
    ) -> Result<(), Problem> {
        let mut node = self.child(Kind::Scalar, scalar_style(style), (start, end))?;
        node.tag = tag;
        if style == ScalarStyle::Plain && start == end {
            node.flags |= MISSING;
        } else if binary {
            let Some(decoded) = tag::base64(value) else {
                let message = "`!!binary` whose text is not base64";
                return Err(Problem::new(
                    SyntaxErrorKind::Value,
                    (start, end),
                    message,
                    "",
                ));
            };
            self.decoded(&mut node, &String::from_utf8_lossy(&decoded));
        } else {
            self.place(&mut node, value);
        }
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            (node.start, node.end) = self.block_scalar((start, end));
        }
        if placeholder::holds_one(value) {
            node.flags |= PLACEHOLDER;
        }
        let id = self.push(node);
        self.aliases.begin(anchor, id);
        self.aliases.count(node.text.1);
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

    /// A block scalar from its `|` or `>` to the end of its last line.
    fn block_scalar(&self, (start, end): (u32, u32)) -> (u32, u32) {
        let before = (self.behind as usize, start as usize);
        let header = self
            .text
            .get(before.0..before.1)
            .and_then(block_header)
            .map_or(start, |at| self.behind + offset(at));
        let written = self.text.get(header as usize..end as usize);
        let len = written.map_or(0, |text| text.trim_end().len());
        (header, header + offset(len).max(1))
    }

    fn alias(&mut self, anchor: usize, range: (u32, u32)) -> Result<(), Problem> {
        let name = self.text.get(range.0 as usize + 1..range.1 as usize);
        anchor_name(name.unwrap_or_default(), range)?;
        let mut node = self.child(Kind::Alias, Style::Alias, range)?;
        let (target, height) = self.aliases.follow(anchor, range)?;
        node.text = (target, 0);
        if self.frames.len() + height > limits::DEPTH {
            return Err(too_deep(range));
        }
        let id = self.push(node);
        self.judge(id)?;
        self.done(id, 0, height)
    }

    fn anchor(&mut self, anchor: usize, name: &str, range: (u32, u32)) -> Result<(), Problem> {
        self.aliases.name(anchor, range);
        anchor_name(name, range)
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
            return Err(complex_key(range));
        }
        if self.frames.len() >= limits::DEPTH {
            return Err(too_deep(range));
        }
        let id = self.push(node);
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
            } else if children > 0 {
                if frame.kind == Kind::Map {
                    node.start = first;
                } else {
                    node.start = dash_before(self.text, node.start, first);
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
        let parent = self.frames.last_mut();
        let mut flags = 0;
        let id = parent.as_ref().map_or(NONE, |frame| frame.id);
        if let Some(frame) = parent {
            if frame.kind == Kind::Map && frame.children % 2 == 0 {
                flags |= KEY;
            }
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

    /// Refuses what Kubernetes refuses about a scalar or alias, and marks keys.
    fn judge(&mut self, id: u32) -> Result<(), Problem> {
        let node = *self.arena.node(id);
        let range = (node.start, node.end);
        if !node.has(KEY) {
            return match self.resolved(id) {
                Some(Resolved::NotFinite(_)) => Err(not_finite(range)),
                Some(Resolved::Mismatch) => Err(mismatch(range)),
                _ => Ok(()),
            };
        }
        let target = *self.arena.node(self.arena.target(id));
        if target.kind != Kind::Scalar {
            return Err(complex_key(range));
        }
        let text = self.arena.text(self.text, self.arena.target(id));
        let merge = node.kind == Kind::Scalar && mapping::is_merge(node.tag, node.style, text);
        let odd = if merge || !resolve::may_be_odd(target.tag, target.style, text) {
            false
        } else {
            let Some(name) = resolve::key(target.tag, target.style, text) else {
                return Err(no_key(range));
            };
            name != text
        };
        let flags = if merge { MERGE } else { 0 } | if odd { ODD_KEY } else { 0 };
        if let Some(node) = self.arena.nodes.get_mut(id as usize) {
            node.flags |= flags;
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.merging = merge;
            frame.merges |= merge;
        }
        Ok(())
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
                return Err(Problem::new(
                    SyntaxErrorKind::Merge,
                    (node.start, node.end),
                    "`<<` with a value that is not a mapping",
                    "give `<<` an alias of a mapping, or a list of such",
                ));
            }
        }
        Ok(())
    }
}

/// The place of the `|` or `>` in the text between a key and its block.
fn block_header(before: &str) -> Option<usize> {
    let (mut comment, mut previous) = (false, b' ');
    for (at, byte) in before.bytes().enumerate() {
        match byte {
            b'\n' | b'\r' => comment = false,
            _ if comment => {}
            b'#' if previous.is_ascii_whitespace() => comment = true,
            b'|' | b'>' => return Some(at),
            _ => {}
        }
        previous = byte;
    }
    None
}

/// The `-` before the first item of a sequence, if nothing else is between.
fn dash_before(text: &str, start: u32, first: u32) -> u32 {
    let before = text.get(..first as usize).unwrap_or_default();
    let dash = before.trim_end_matches([' ', '\n', '\r', '\t']);
    if dash.ends_with('-') {
        offset(dash.len() - 1).min(start)
    } else {
        start
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

/// Kubernetes knows fewer characters in names of anchors than YAML 1.2 does.
fn anchor_name(name: &str, range: (u32, u32)) -> Result<(), Problem> {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if name.bytes().all(known) {
        return Ok(());
    }
    Err(Problem::new(
        SyntaxErrorKind::Anchor,
        range,
        format!("`{name}` as the name of an anchor"),
        "quote the value if it is text; names of anchors have letters, digits, `_` and `-`",
    ))
}

fn too_deep(range: (u32, u32)) -> Problem {
    let (kind, message, help) = syntax::too_deep();
    Problem::new(kind, range, message, help)
}

fn complex_key(range: (u32, u32)) -> Problem {
    Problem::new(
        SyntaxErrorKind::Key,
        range,
        "a key that is a mapping or a sequence",
        "quote the text if the bracket belongs to it",
    )
}

fn no_key(range: (u32, u32)) -> Problem {
    Problem::new(
        SyntaxErrorKind::Key,
        range,
        "a key that JSON cannot express",
        "quote the key",
    )
}

fn not_finite(range: (u32, u32)) -> Problem {
    Problem::new(
        SyntaxErrorKind::Value,
        range,
        "a number that JSON cannot express",
        "quote the value if it is text",
    )
}

fn mismatch(range: (u32, u32)) -> Problem {
    Problem::new(
        SyntaxErrorKind::Value,
        range,
        "a value that its tag does not allow",
        "remove the tag",
    )
}
