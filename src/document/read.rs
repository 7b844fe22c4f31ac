//! From the bytes of a file to its documents.

use std::sync::OnceLock;

use super::arena::{Arena, CommentData, DocumentData, Kind, NONE, offset};
use super::decode;
use super::limits;
use super::parse::{self, Read};
use super::source::{Source, SourceId, Span};
use super::split::{self, Chunk};
use super::syntax::{Problem, SyntaxError, SyntaxErrorKind};

/// A source that was read and belongs to no run yet.
#[derive(Debug)]
pub struct Parsed {
    source: Source,
    errors: Vec<SyntaxError>,
}

impl Parsed {
    /// The source, as it was read.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What keeps documents of it from being read.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    pub(super) fn into_parts(self, id: SourceId) -> (Source, Vec<SyntaxError>) {
        let Self { mut source, errors } = self;
        source.id = id;
        let moved = |mut error: SyntaxError| {
            error.span = Span::new(id, error.span.start(), error.span.end());
            error
        };
        (source, errors.into_iter().map(moved).collect())
    }
}

/// Reads a source, without any effect but its result: safe to run in many
/// threads at once.
#[must_use]
pub fn parse(name: &str, bytes: &[u8]) -> Parsed {
    let too_large = bytes.len() > limits::SOURCE_BYTES;
    let decoded = decode::decode(if too_large { &[] } else { bytes });
    let mut reading = Reading {
        text: &decoded.text,
        verbatim: decoded.verbatim,
        arena: Arena::for_text(decoded.text.len()),
        documents: Vec::new(),
        comments: Vec::new(),
        problems: Vec::new(),
        number: 0,
    };
    if too_large {
        let message = format!("more than {} bytes", limits::SOURCE_BYTES);
        let problem = Problem::new(SyntaxErrorKind::Size, (0, 0), message, "split the file");
        reading.problems.push((0, problem));
    }
    for chunk in split::split(&decoded.text) {
        reading.chunk(chunk);
    }
    let Reading {
        arena,
        documents,
        mut comments,
        problems,
        ..
    } = reading;
    comments.shrink_to_fit();
    let source = Source {
        id: SourceId::default(),
        name: name.to_owned(),
        text: decoded.text,
        verbatim: decoded.verbatim,
        byte_order_mark: decoded.byte_order_mark,
        arena,
        documents,
        comments,
        lines: OnceLock::new(),
    };
    let errors = problems
        .into_iter()
        .map(|(document, problem)| error(&source, document, problem))
        .collect();
    Parsed { source, errors }
}

fn error(source: &Source, document: u32, problem: Problem) -> SyntaxError {
    let (line, column) = source.line_col(problem.start);
    SyntaxError {
        name: source.name.clone(),
        span: source.span(problem.start as usize..problem.end as usize),
        line,
        column,
        document,
        kind: problem.kind,
        message: problem.message,
        help: problem.help,
    }
}

struct Reading<'t> {
    text: &'t str,
    verbatim: bool,
    arena: Arena,
    documents: Vec<DocumentData>,
    comments: Vec<CommentData>,
    /// With the number of the document.
    problems: Vec<(u32, Problem)>,
    number: u32,
}

impl Reading<'_> {
    /// Reads what stands between two separators.
    fn chunk(&mut self, chunk: Chunk) {
        let before = (
            self.arena.nodes.len(),
            self.arena.decoded.len(),
            self.arena.entries.len(),
            self.comments.len(),
        );
        match self.document(chunk) {
            Ok(Read {
                root: Some(root),
                end,
            }) => {
                let comments = self.comments.get_mut(before.3..).unwrap_or_default();
                // The parser tells of a comment after the node it interrupts.
                comments.sort_unstable_by_key(|comment| comment.start);
                let comments = (offset(before.3), offset(self.comments.len()));
                let data = DocumentData {
                    root,
                    list: NONE,
                    chunk: (offset(chunk.outer), offset(chunk.end)),
                    number: self.number,
                    comments,
                    dropped: dropped(self.text, end, offset(chunk.end)),
                    identity: OnceLock::new(),
                };
                self.number += 1;
                self.object(data, 0);
            }
            Ok(Read { root: None, .. }) => self.arena.nodes.truncate(before.0),
            Err(problem) => {
                self.arena.nodes.truncate(before.0);
                self.arena.decoded.truncate(before.1);
                self.arena.entries.truncate(before.2);
                self.comments.truncate(before.3);
                self.problems.push((self.number, problem));
                self.number += 1;
            }
        }
    }

    fn document(&mut self, chunk: Chunk) -> Result<Read, Problem> {
        separator(self.text, chunk, &mut self.comments)?;
        let document = self.text.get(chunk.start..chunk.end).unwrap_or_default();
        let content = document.strip_prefix('\u{FEFF}').unwrap_or(document);
        let start = offset(chunk.end - content.len());
        if !self.verbatim
            && let Some(problem) = decode::replaced(content, start)
        {
            return Err(problem);
        }
        if let Some(problem) = decode::unreadable(content, start) {
            return Err(problem);
        }
        parse::read(self.text, chunk, &mut self.arena, &mut self.comments)
    }

    /// A document, or the items of a list as documents of their own.
    fn object(&mut self, data: DocumentData, depth: usize) {
        let Some(items) = list_items(&self.arena, self.text, data.root) else {
            self.documents.push(data);
            return;
        };
        for item in self.arena.children(items).collect::<Vec<_>>() {
            let item = DocumentData {
                root: item,
                list: data.root,
                identity: OnceLock::new(),
                ..data.clone()
            };
            // Lists in lists are no deeper than the nodes are.
            if depth < limits::DEPTH {
                self.object(item, depth + 1);
            }
        }
    }
}

/// The sequence of the items, if the node is a list: `List`, `ClusterList`.
fn list_items(arena: &Arena, text: &str, root: u32) -> Option<u32> {
    let (mut items, mut list) = (None, false);
    for entry in super::mapping::written(arena, root) {
        match arena.text(text, entry.key) {
            "kind" => {
                let kind = arena.text(text, arena.target(entry.value));
                list = kind.ends_with("List");
            }
            "items" => items = Some(arena.target(entry.value)),
            _ => {}
        }
    }
    items.filter(|items| list && arena.node(*items).kind == Kind::Seq)
}

/// Checks the line of a separator, and keeps the comment on it.
fn separator(text: &str, chunk: Chunk, comments: &mut Vec<CommentData>) -> Result<(), Problem> {
    let line = text.get(chunk.outer..chunk.start).unwrap_or_default();
    let rest = line.get(3..).unwrap_or_default();
    let content = rest.trim();
    if content.is_empty() {
        return Ok(());
    }
    let start = chunk.outer + line.len() - rest.trim_start().len();
    let range = (offset(start), offset(start + content.len()));
    if content.starts_with('#') && chunk.kept && !rest.starts_with([' ', '\t']) {
        return Err(Problem::new(
            SyntaxErrorKind::Separator,
            range,
            "a comment directly after the `---` of the first document",
            "put a space before `#`",
        ));
    }
    if content.starts_with('#') {
        comments.push(CommentData {
            start: range.0,
            end: range.1,
        });
        return Ok(());
    }
    Err(Problem::new(
        SyntaxErrorKind::Separator,
        range,
        "text on the line of a `---`, which Kubernetes refuses",
        "move it to the next line",
    ))
}

/// What follows the end of a document in its chunk, comments and blanks aside.
fn dropped(text: &str, end: u32, chunk_end: u32) -> (u32, u32) {
    let rest = text
        .get(end as usize..chunk_end as usize)
        .unwrap_or_default();
    let mut at = end;
    for line in rest.split_inclusive('\n') {
        let content = line.trim();
        if !content.is_empty() && !content.starts_with('#') && content != "..." {
            let start = at + offset(line.len() - line.trim_start().len());
            let len = text.get(start as usize..chunk_end as usize);
            return (
                start,
                start + offset(len.map_or(0, |rest| rest.trim_end().len())),
            );
        }
        at += offset(line.len());
    }
    (0, 0)
}
