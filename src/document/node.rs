//! Nodes: what rules look at.

use std::borrow::Cow;

use super::arena::{
    self, Children, DIRECT, EntryData, IRREGULAR, Kind, MERGE, MISSING, NONE, NodeData,
    PLACEHOLDER, Route, Style,
};
use super::resolve::{self, Resolved};
use super::source::{Source, Span};
use super::{Document, mapping, path};

/// A node of a document, as it stands in the text and as Kubernetes reads it.
///
/// An alias is a node at its own place with the value of what it stands for;
/// the nodes inside are those of the anchor, with the path of the alias.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    pub(super) source: &'a Source,
    /// Index among the documents of the source.
    pub(super) document: u32,
    pub(super) id: u32,
    pub(super) route: Route,
}

/// The value of a node, as the API server sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Null, or nothing at all after the key.
    Null,
    /// A boolean; `on` and `no` are.
    Bool(bool),
    /// An integer; `017` and `1e3` are.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Str(&'a str),
    /// A mapping.
    Map,
    /// A sequence.
    Seq,
    /// A scalar with a placeholder (`${NAME}`) that is replaced before
    /// Kubernetes sees it: nobody knows its value, or even its type.
    Unknown,
}

/// An entry of a mapping.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    key: Node<'a>,
    value: Node<'a>,
}

impl<'a> Entry<'a> {
    /// The key; its text may not be its name, see [`Entry::name`].
    pub fn key(&self) -> Node<'a> {
        self.key
    }

    /// The value.
    pub fn value(&self) -> Node<'a> {
        self.value
    }

    /// The name of the key in JSON: a key `on` is named `true`.
    pub fn name(&self) -> Cow<'a, str> {
        let source = self.key.source;
        mapping::key_name(&source.arena, &source.text, self.key.id)
    }

    /// From the key to the end of the value.
    pub fn span(&self) -> Span {
        let (key, value) = (self.key.span(), self.value.span());
        Span::new(key.source(), key.start(), value.end().max(key.end()))
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.source.id == other.source.id && self.id == other.id && self.route == other.route
    }
}

impl Eq for Node<'_> {}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} = {:?}", self.path(), self.value())
    }
}

impl<'a> Node<'a> {
    /// The value, aliases followed.
    pub fn value(self) -> Value<'a> {
        let node = self.target();
        match node.kind {
            Kind::Map => Value::Map,
            Kind::Seq => Value::Seq,
            Kind::Scalar | Kind::Alias if node.has(PLACEHOLDER) => Value::Unknown,
            Kind::Scalar | Kind::Alias => {
                let text = self.text().unwrap_or_default();
                match resolve::scalar(node.tag, node.style, text) {
                    Resolved::Null => Value::Null,
                    Resolved::Bool(value) => Value::Bool(value),
                    Resolved::Int(value) => Value::Int(value),
                    Resolved::Float(value) | Resolved::NotFinite(value) => Value::Float(value),
                    Resolved::Str | Resolved::Mismatch => Value::Str(text),
                }
            }
        }
    }

    /// The text, if Kubernetes takes it for text and it holds no placeholder.
    pub fn as_str(self) -> Option<&'a str> {
        let Value::Str(text) = self.value() else {
            return None;
        };
        Some(text)
    }

    /// The boolean, if it is one.
    pub fn as_bool(self) -> Option<bool> {
        let Value::Bool(value) = self.value() else {
            return None;
        };
        Some(value)
    }

    /// The integer, if it is one.
    pub fn as_i64(self) -> Option<i64> {
        let Value::Int(value) = self.value() else {
            return None;
        };
        Some(value)
    }

    /// The number, if it is one, an integer included.
    pub fn as_f64(self) -> Option<f64> {
        match self.value() {
            #[expect(clippy::cast_precision_loss, reason = "the caller asked for a float")]
            Value::Int(value) => Some(value as f64),
            Value::Float(value) => Some(value),
            Value::Null
            | Value::Bool(_)
            | Value::Str(_)
            | Value::Map
            | Value::Seq
            | Value::Unknown => None,
        }
    }

    /// Whether it is null; an absent node is not.
    pub fn is_null(self) -> bool {
        self.value() == Value::Null
    }

    /// Whether it is a mapping.
    pub fn is_map(self) -> bool {
        self.target().kind == Kind::Map
    }

    /// Whether it is a sequence.
    pub fn is_seq(self) -> bool {
        self.target().kind == Kind::Seq
    }

    /// Whether a placeholder makes its value unknown.
    pub fn is_unknown(self) -> bool {
        let node = self.target();
        matches!(node.kind, Kind::Scalar | Kind::Alias) && node.has(PLACEHOLDER)
    }

    /// Whether nothing is written where the value should be (`key:`).
    pub fn is_missing(self) -> bool {
        self.data().has(MISSING)
    }

    /// The text of a scalar without its quotes, whatever its type; of a mapping
    /// or sequence, nothing.
    pub fn text(self) -> Option<&'a str> {
        let arena = &self.source.arena;
        let id = arena.target(self.id);
        (arena.node(id).kind == Kind::Scalar).then(|| arena.text(&self.source.text, id))
    }

    /// What is written in the source, quotes included.
    pub fn raw(self) -> &'a str {
        let node = self.data();
        let range = node.start as usize..node.end as usize;
        self.source.text.get(range).unwrap_or_default()
    }

    /// The number of entries or items; 0 for scalars.
    pub fn len(self) -> usize {
        let node = self.target();
        match node.kind {
            Kind::Map if node.has(IRREGULAR) => node.text.1 as usize,
            Kind::Map | Kind::Seq => node.text.0 as usize,
            Kind::Scalar | Kind::Alias => 0,
        }
    }

    /// Whether it has no entries or items; true for scalars.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The entries of a mapping as they hold for Kubernetes: of equal keys the
    /// last, merges included. None for other nodes.
    pub fn entries(self) -> impl Iterator<Item = Entry<'a>> {
        let arena = &self.source.arena;
        let target = arena.target(self.id);
        let inside = self.inside();
        let is_map = arena.node(target).kind == Kind::Map;
        mapping::written(arena, if is_map { target } else { NONE }).map(move |entry| {
            let EntryData { key, value, route } = entry;
            let route = arena::join(inside, route);
            Entry {
                key: self.other(key, route),
                value: self.other(value, route),
            }
        })
    }

    /// The items of a sequence. None for other nodes.
    pub fn items(self) -> impl Iterator<Item = Node<'a>> {
        let arena = &self.source.arena;
        let target = arena.target(self.id);
        let is_seq = arena.node(target).kind == Kind::Seq;
        let inside = self.inside();
        let children: Children<'a> = arena.children(if is_seq { target } else { NONE });
        children.map(move |child| self.other(child, inside))
    }

    /// The item of a sequence at an index.
    pub fn item(self, index: usize) -> Option<Node<'a>> {
        self.items().nth(index)
    }

    /// The value of a key of a mapping.
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.entry(key).map(|entry| entry.value)
    }

    /// The entry of a key of a mapping.
    pub fn entry(self, key: &str) -> Option<Entry<'a>> {
        self.entries().find(|entry| entry.name() == key)
    }

    /// The value at the end of a path of keys.
    pub fn at(self, path: &[&str]) -> Option<Node<'a>> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// Where it is written. Where nothing is written, its key; an alias is
    /// where it stands, not where its anchor is.
    pub fn span(self) -> Span {
        let node = self.data();
        if node.has(MISSING)
            && let Some(key) = self.written_key()
        {
            return key.span();
        }
        Span::new(self.source.id, node.start, node.end)
    }

    /// Where it is written, or, where nothing is, the place after the colon or
    /// dash at which it would be.
    pub fn place(self) -> Span {
        let node = self.data();
        Span::new(self.source.id, node.start, node.end)
    }

    /// Where the value is defined: for an alias, at its anchor.
    pub fn definition_span(self) -> Span {
        let node = self.target();
        Span::new(self.source.id, node.start, node.end)
    }

    /// The key under which it stands.
    pub fn key(self) -> Option<Node<'a>> {
        self.written_key().filter(|key| !key.data().has(MERGE))
    }

    /// Where the key is written under which it stands.
    pub fn key_span(self) -> Option<Span> {
        self.key().map(Self::span)
    }

    /// The name, in JSON, of the key under which it stands.
    pub fn name(self) -> Option<Cow<'a, str>> {
        self.key()
            .map(|key| mapping::key_name(&self.source.arena, &self.source.text, key.id))
    }

    /// Its place among the items of the sequence it stands in.
    pub fn index(self) -> Option<usize> {
        let arena = &self.source.arena;
        let parent = self.data().parent;
        let is_item = parent != NONE && arena.node(parent).kind == Kind::Seq;
        is_item.then_some(self.data().place as usize)
    }

    /// The mapping or sequence it stands in; of what was merged, the mapping
    /// that merges.
    pub fn parent(self) -> Option<Node<'a>> {
        path::parent(self)
    }

    /// The path from the root as the API server writes it:
    /// `spec.managed.roles[1].name`, `metadata.annotations[a.b/c]`.
    pub fn path(self) -> String {
        path::path(self)
    }

    /// How it is written.
    pub fn style(self) -> Style {
        self.data().style
    }

    /// Whether it is an alias.
    pub fn is_alias(self) -> bool {
        self.data().kind == Kind::Alias
    }

    /// The document it is in.
    pub fn document(self) -> Document<'a> {
        Document {
            source: self.source,
            index: self.document,
        }
    }

    /// The source it is in.
    pub fn source(self) -> &'a Source {
        self.source
    }

    pub(super) fn data(self) -> &'a NodeData {
        self.source.arena.node(self.id)
    }

    /// The key that is written before it, a merge key included.
    pub(super) fn written_key(self) -> Option<Node<'a>> {
        let arena = &self.source.arena;
        let parent = self.data().parent;
        if parent == NONE || arena.node(parent).kind != Kind::Map {
            return None;
        }
        // The node before a value is the last inside of its key, and keys are
        // scalars or aliases, with nothing inside.
        let key = self.id.checked_sub(1).filter(|key| *key != parent)?;
        (!self.data().has(arena::KEY)).then(|| self.other(key, self.route))
    }

    pub(super) fn other(self, id: u32, route: Route) -> Node<'a> {
        Node { id, route, ..self }
    }

    fn target(self) -> &'a NodeData {
        let arena = &self.source.arena;
        arena.node(arena.target(self.id))
    }

    /// The route to what is inside of it.
    fn inside(self) -> Route {
        match self.data().kind {
            Kind::Alias => arena::through(self.route, self.id),
            Kind::Map | Kind::Seq | Kind::Scalar => self.route,
        }
    }

    pub(super) fn root(source: &'a Source, document: u32, id: u32) -> Self {
        Self {
            source,
            document,
            id,
            route: DIRECT,
        }
    }
}
