//! The nodes of a source as flat tables of numbers: what the parser fills and
//! the views read.
//!
//! Nodes stand in the order of the text, each container before its children, so
//! that the first child of `n` is `n + 1` and its next sibling is `next`.

use std::sync::OnceLock;

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// The number of an offset or index; sources are bounded so that all fit.
pub(super) fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// What a node is in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A mapping; children are key, value, key, value.
    Map,
    /// A sequence.
    Seq,
    /// A scalar.
    Scalar,
    /// An alias; `text.0` is the node it stands for.
    Alias,
}

/// How a node is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A scalar without quotes.
    Plain,
    /// A scalar in single quotes.
    SingleQuoted,
    /// A scalar in double quotes.
    DoubleQuoted,
    /// A literal block scalar (`|`).
    Literal,
    /// A folded block scalar (`>`).
    Folded,
    /// A mapping or sequence by indentation.
    Block,
    /// A mapping or sequence in brackets.
    Flow,
    /// An alias (`*name`).
    Alias,
}

/// The tag of a node, as far as Kubernetes tells tags apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// None.
    None,
    /// `!!str`
    Str,
    /// `!!bool`
    Bool,
    /// `!!int`
    Int,
    /// `!!float`
    Float,
    /// `!!null`
    Null,
    /// `!!timestamp`
    Timestamp,
    /// `!!merge`
    Merge,
    /// Any other, `!` and decoded `!!binary` among them: text.
    Text,
}

/// A node.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeData {
    /// First byte in the source.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    /// Scalar: start and length of the value, in the source or in
    /// [`Arena::decoded`]. Alias: target. Container: number of entries or
    /// items; of an irregular mapping, start and length in [`Arena::entries`].
    pub(super) text: (u32, u32),
    /// The container, or [`NONE`].
    pub(super) parent: u32,
    /// One past the last node inside this one.
    pub(super) next: u32,
    /// How many children of the container stand before it.
    pub(super) place: u32,
    /// What it is.
    pub(super) kind: Kind,
    /// How it is written.
    pub(super) style: Style,
    /// Its tag.
    pub(super) tag: Tag,
    /// The flags below.
    pub(super) flags: u8,
}

/// The value is in [`Arena::decoded`], not in the source.
pub(super) const DECODED: u8 = 1;
/// Nothing is written where the value should be.
pub(super) const MISSING: u8 = 2;
/// It is a key.
pub(super) const KEY: u8 = 4;
/// A key that Kubernetes does not read as the text that is written.
pub(super) const ODD_KEY: u8 = 8;
/// A merge key (`<<`).
pub(super) const MERGE: u8 = 16;
/// A mapping whose entries are not those written: merges or duplicate keys.
pub(super) const IRREGULAR: u8 = 32;
/// A scalar with a placeholder (`${NAME}`) in it.
pub(super) const PLACEHOLDER: u8 = 64;

impl NodeData {
    pub(super) fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// What a lookup outside of the tables gives; never reached by a sound tree.
static NOTHING: NodeData = NodeData {
    start: 0,
    end: 0,
    text: (0, 0),
    parent: NONE,
    next: NONE,
    place: 0,
    kind: Kind::Scalar,
    style: Style::Plain,
    tag: Tag::None,
    flags: MISSING,
};

/// Through which aliases a node was reached, the outermost first.
///
/// Two levels are kept: deeper ones lose the outermost, so that a path then
/// starts where the anchor is defined.
pub(super) type Route = [u32; 2];

/// Reached without an alias.
pub(super) const DIRECT: Route = [NONE, NONE];

/// The route through one more alias.
pub(super) fn through(route: Route, alias: u32) -> Route {
    match route {
        [NONE, NONE] => [alias, NONE],
        [first, NONE] => [first, alias],
        [_, second] => [second, alias],
    }
}

/// The one route after the other.
pub(super) fn join(outer: Route, inner: Route) -> Route {
    let mut route = outer;
    for alias in inner {
        if alias != NONE {
            route = through(route, alias);
        }
    }
    route
}

/// The route before its last alias, and that alias.
pub(super) fn back(route: Route) -> Option<(Route, u32)> {
    match route {
        [NONE, _] => None,
        [first, NONE] => Some((DIRECT, first)),
        [first, second] => Some(([first, NONE], second)),
    }
}

/// An entry of an irregular mapping, as it holds after merging.
#[derive(Clone, Copy, Debug)]
pub(super) struct EntryData {
    pub(super) key: u32,
    pub(super) value: u32,
    pub(super) route: Route,
}

/// Everything that was read from a source, as tables.
#[derive(Debug, Default)]
pub(super) struct Arena {
    /// All nodes of all documents.
    pub(super) nodes: Vec<NodeData>,
    /// Values of scalars that are not spelled in the source as they are.
    pub(super) decoded: String,
    /// Entries of irregular mappings.
    pub(super) entries: Vec<EntryData>,
}

impl Arena {
    pub(super) const EMPTY: Self = Self {
        nodes: Vec::new(),
        decoded: String::new(),
        entries: Vec::new(),
    };

    /// An empty one with room for the nodes of so many bytes of ordinary text.
    pub(super) fn for_text(bytes: usize) -> Self {
        Self {
            nodes: Vec::with_capacity(bytes / 10),
            ..Self::default()
        }
    }

    pub(super) fn node(&self, id: u32) -> &NodeData {
        self.nodes.get(id as usize).unwrap_or(&NOTHING)
    }

    /// The node that an alias stands for; another node itself.
    pub(super) fn target(&self, id: u32) -> u32 {
        let node = self.node(id);
        match node.kind {
            Kind::Alias => node.text.0,
            Kind::Map | Kind::Seq | Kind::Scalar => id,
        }
    }

    /// The text of a scalar; of others, nothing.
    pub(super) fn text<'a>(&'a self, source: &'a str, id: u32) -> &'a str {
        let node = self.node(id);
        if node.kind != Kind::Scalar {
            return "";
        }
        let from = if node.has(DECODED) {
            self.decoded.as_str()
        } else {
            source
        };
        let (start, len) = (node.text.0 as usize, node.text.1 as usize);
        from.get(start..start + len).unwrap_or_default()
    }

    /// The children of a container, in order.
    pub(super) fn children(&self, id: u32) -> Children<'_> {
        let node = self.node(id);
        let end = match node.kind {
            Kind::Map | Kind::Seq => node.next,
            Kind::Scalar | Kind::Alias => id,
        };
        Children {
            arena: self,
            at: id.saturating_add(1),
            end,
        }
    }
}

/// The children of a node.
#[derive(Clone, Debug)]
pub(super) struct Children<'a> {
    arena: &'a Arena,
    at: u32,
    end: u32,
}

impl Iterator for Children<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let at = self.at;
        if at >= self.end {
            return None;
        }
        self.at = self.arena.node(at).next;
        Some(at)
    }
}

/// A document of a source.
#[derive(Clone, Debug)]
pub(super) struct DocumentData {
    /// Its root node.
    pub(super) root: u32,
    /// The list it is an item of, or [`NONE`].
    pub(super) list: u32,
    /// Where the YAML document starts and ends in the source.
    pub(super) chunk: (u32, u32),
    /// Its number among the documents of the source that are not empty.
    pub(super) number: u32,
    /// Its comments, as a range of those of the source.
    pub(super) comments: (u32, u32),
    /// Text that Kubernetes drops, after the end of the document; or empty.
    pub(super) dropped: (u32, u32),
    /// `metadata.name` and `metadata.namespace`, or [`NONE`], once they were asked
    /// for: every reference that is followed asks for both.
    pub(super) identity: OnceLock<[u32; 2]>,
}

/// A comment, from its `#` to the end of the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct CommentData {
    pub(super) start: u32,
    pub(super) end: u32,
}
