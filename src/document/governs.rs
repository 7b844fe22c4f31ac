//! The part of a document that a comment is about.

use super::Document;
use super::arena::{Arena, KEY, Kind, NONE, Style, offset};
use super::source::{Source, Span};

/// The part that a comment at an offset is about; see [`super::Comment::governs`].
pub(super) fn governed(
    source: &Source,
    document: Option<Document<'_>>,
    at: u32,
    trailing: bool,
) -> Span {
    let Some(document) = document else {
        return Span::new(source.id, at, at);
    };
    let (first, last) = document.node_range();
    let nodes = source.arena.nodes.get(first as usize..last as usize);
    let nodes = nodes.unwrap_or_default();
    let starting = |before: u32| offset(nodes.partition_point(|node| node.start < before));
    let next = first + starting(at);
    if trailing {
        let (line, end) = line_around(&source.text, at);
        let on_line = first + starting(line)..next;
        let end = on_line
            .map(|id| entry_end(&source.arena, id))
            .fold(end, u32::max);
        let dashes = source.text.get(line as usize..at as usize);
        if next < last && dashes.is_some_and(|text| text.trim_matches(['-', ' ']).is_empty()) {
            return Span::new(source.id, line, end.max(source.arena.node(next).end));
        }
        return Span::new(source.id, line, end);
    }
    if next == first {
        return document.span();
    }
    if next >= last {
        return Span::new(source.id, at, at);
    }
    let (start, end) = below(&source.arena, next);
    Span::new(source.id, start, end)
}

/// The entry or item that starts with a node.
fn below(arena: &Arena, id: u32) -> (u32, u32) {
    let node = arena.node(id);
    let first = arena.node(id + 1);
    match (node.kind, node.style) {
        (Kind::Seq, Style::Block) => (node.start, first.end),
        (Kind::Map, Style::Block) if !is_item(arena, id) => (node.start, entry_end(arena, id + 1)),
        (Kind::Map, Style::Block) => (node.start, node.end),
        _ => (node.start, entry_end(arena, id)),
    }
}

fn is_item(arena: &Arena, id: u32) -> bool {
    let parent = arena.node(id).parent;
    parent != NONE && arena.node(parent).kind == Kind::Seq
}

/// The end of a node, or of the value if it is a key.
fn entry_end(arena: &Arena, id: u32) -> u32 {
    let node = arena.node(id);
    if node.has(KEY) {
        return arena.node(node.next).end.max(node.end);
    }
    if node.style == Style::Block {
        return node.start;
    }
    node.end
}

/// The first byte of a line, and its end.
fn line_around(text: &str, at: u32) -> (u32, u32) {
    let (before, after) = text.split_at(text.floor_char_boundary(at as usize));
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = after.find(['\n', '\r']).unwrap_or(after.len());
    (offset(start), at + offset(end))
}
