//! Paths, spelled as the API server spells them.

use super::Node;
use super::arena::{self, Kind, MERGE, NONE};

/// The mapping or sequence that a node stands in.
pub(super) fn parent(node: Node<'_>) -> Option<Node<'_>> {
    let mut at = container(node)?;
    // What merges is no level of its own: up to the mapping that it merges into.
    loop {
        if is_merged(at) {
            at = container(at)?;
            continue;
        }
        let merged_list = at.is_seq() && container(at).is_some() && is_merged_value(at);
        if !merged_list {
            return Some(at);
        }
        at = container(at)?;
    }
}

/// The path from the root of the document to a node.
pub(super) fn path(node: Node<'_>) -> String {
    let mut steps = Vec::new();
    let mut at = node;
    if at.data().has(arena::KEY) {
        let name = super::mapping::key_name(&at.source.arena, &at.source.text, at.id);
        steps.push(field(&name));
    }
    while let Some(up) = container(at) {
        if let Some(name) = at.name() {
            steps.push(field(&name));
        } else if let Some(index) = at.index()
            && !is_merged_value(up)
        {
            steps.push(format!("[{index}]"));
        }
        at = up;
    }
    steps.reverse();
    let path = steps.concat();
    path.strip_prefix('.').map(str::to_owned).unwrap_or(path)
}

/// A field of a mapping; a name that would read as more than one is in brackets.
fn field(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$');
    if !name.is_empty() && name.bytes().all(plain) {
        format!(".{name}")
    } else {
        format!("[{name}]")
    }
}

/// The container of a node, by way of the alias through which it was reached.
fn container(node: Node<'_>) -> Option<Node<'_>> {
    let arena = &node.source.arena;
    let root = node.document().root_id();
    if node.id == root {
        return None;
    }
    let parent = node.data().parent;
    if parent == NONE {
        return None;
    }
    match arena::back(node.route) {
        Some((before, alias)) if arena.target(alias) == parent => Some(node.other(alias, before)),
        _ => Some(node.other(parent, node.route)),
    }
}

/// Whether a node is the value of a merge key, or an item of that value.
fn is_merged(node: Node<'_>) -> bool {
    is_merged_value(node)
        || node.data().kind != Kind::Scalar
            && node.index().is_some()
            && container(node).is_some_and(is_merged_value)
}

fn is_merged_value(node: Node<'_>) -> bool {
    node.written_key().is_some_and(|key| key.data().has(MERGE))
}
