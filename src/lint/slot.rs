//! A field of an object, whether it is written or not.
//!
//! Answers have three values. A field holds a value; or it does not, so that
//! the default holds; or nobody can tell: its value is filled in later
//! (`${SIZE}`), it has the wrong type (which another rule tells), or the object
//! is a patch and the field may be in what it patches.

use std::borrow::Cow;

use super::known::{Known, State};
use super::object::Object;
use crate::document::{Node, Span, Value};
use crate::kube::Quantity;

/// A field of an object, by its path.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'a> {
    object: Object<'a>,
    /// Where the path starts: the object itself, or something inside of it.
    base: Node<'a>,
    keys: &'static [&'static str],
    /// Keys after those, from a manifest or a table.
    more: [Option<&'a str>; 2],
    found: Found<'a>,
}

/// What stands at the end of a path.
#[derive(Clone, Copy, Debug)]
pub enum Found<'a> {
    /// This.
    Node(Node<'a>),
    /// Nothing.
    Absent,
    /// Nobody can tell.
    Unknown,
}

impl<'a> Slot<'a> {
    /// The field at the end of the path from `base`.
    pub(super) fn new(object: Object<'a>, base: Node<'a>, keys: &'static [&'static str]) -> Self {
        let mut found = present(base);
        for key in keys {
            found = step(found, key, object);
        }
        Self {
            object,
            base,
            keys,
            more: [None, None],
            found,
        }
    }

    /// The field inside of this one.
    #[must_use]
    pub fn at(self, keys: &'static [&'static str]) -> Self {
        match self.found {
            Found::Node(node) => Self::new(self.object, node, keys),
            Found::Absent | Found::Unknown => match keys {
                [] => self,
                [key, rest @ ..] => self.key(key).at(rest),
            },
        }
    }

    /// The field of this name inside of this one.
    #[must_use]
    pub fn key(self, key: &'a str) -> Self {
        let found = step(self.found, key, self.object);
        if let Found::Node(base) = self.found {
            return Self {
                base,
                keys: &[],
                more: [Some(key), None],
                found,
                ..self
            };
        }
        let more = match self.more {
            [None, _] => [Some(key), None],
            [first, _] => [first, Some(key)],
        };
        Self {
            more,
            found,
            ..self
        }
    }

    /// The object that the field is of.
    pub fn object(self) -> Object<'a> {
        self.object
    }

    /// What is there.
    pub fn found(self) -> Found<'a> {
        self.found
    }

    /// What is written there, if anything is.
    pub fn node(self) -> Option<Node<'a>> {
        match self.found {
            Found::Node(node) => Some(node),
            Found::Absent | Found::Unknown => None,
        }
    }

    /// Whether something is written there; nothing if nobody can tell.
    pub fn is_present(self) -> Option<bool> {
        match self.found {
            Found::Node(_) => Some(true),
            Found::Absent => Some(false),
            Found::Unknown => None,
        }
    }

    /// The value that `read` makes of the node, or the default.
    pub fn read_or<T>(self, default: T, read: impl FnOnce(Node<'a>) -> Option<T>) -> Known<'a, T> {
        let state = match self.found {
            Found::Node(node) => read(node).map_or(State::Unknown, State::Set),
            Found::Absent => State::Default(default),
            Found::Unknown => State::Unknown,
        };
        Known { slot: self, state }
    }

    /// The value that `read` makes of the node; `None` is the default.
    pub fn read<T>(self, read: impl FnOnce(Node<'a>) -> Option<T>) -> Known<'a, Option<T>> {
        self.read_or(None, |node| read(node).map(Some))
    }

    /// A whole number.
    pub fn integer_or(self, default: i64) -> Known<'a, i64> {
        self.read_or(default, Node::as_i64)
    }

    /// `true` or `false`.
    pub fn boolean_or(self, default: bool) -> Known<'a, bool> {
        self.read_or(default, Node::as_bool)
    }

    /// Text.
    pub fn text_or(self, default: &'a str) -> Known<'a, &'a str> {
        self.read_or(default, Node::as_str)
    }

    /// A whole number that has no default.
    pub fn integer(self) -> Known<'a, Option<i64>> {
        self.read(Node::as_i64)
    }

    /// Text that has no default.
    pub fn text(self) -> Known<'a, Option<&'a str>> {
        self.read(Node::as_str)
    }

    /// An amount of bytes or cores, as text or as a number.
    pub fn quantity(self) -> Known<'a, Option<Quantity>> {
        self.read(|node| Quantity::parse(node.text()?).ok())
    }

    /// The items of a list; none if it is absent, and none that nobody can tell.
    pub fn items(self) -> impl Iterator<Item = Slot<'a>> {
        let items = self.node().into_iter().flat_map(Node::items);
        items.map(move |item| Self::new(self.object, item, &[]))
    }

    /// The entries of a mapping; none if it is absent, and none that nobody can tell.
    pub fn entries(self) -> impl Iterator<Item = (Cow<'a, str>, Slot<'a>)> {
        let entries = self.node().into_iter().flat_map(Node::entries);
        entries.map(move |entry| {
            let value = Self::new(self.object, entry.value(), &[]);
            (entry.name(), value)
        })
    }

    /// Where to point at: what is written there, or else what should hold it.
    pub fn span(self) -> Span {
        match self.found {
            Found::Node(node) => node.span(),
            Found::Absent | Found::Unknown => self.grip(),
        }
    }

    /// The path, as the API server writes it.
    pub fn path(self) -> String {
        let mut path = self.base.path();
        let more = self.more.into_iter().flatten();
        for key in self.keys.iter().copied().chain(more) {
            push_key(&mut path, key);
        }
        path
    }

    /// The smallest thing around the field that is written: the key of the
    /// mapping that lacks it, or the object's name if that is all of it.
    fn grip(self) -> Span {
        let mut holder = self.base;
        for key in self.keys {
            match holder.get(key) {
                Some(node) => holder = node,
                None => break,
            }
        }
        let at_top = holder
            .parent()
            .is_none_or(|parent| parent.parent().is_none());
        if at_top {
            return self.object.grip();
        }
        match holder.key_span() {
            Some(key) => key,
            None => first_of(holder),
        }
    }
}

/// A node, unless it says nothing.
///
/// The API server drops a `null` where no field of the kinds we know may hold
/// one, and fills in the default.
fn present(node: Node<'_>) -> Found<'_> {
    match node.value() {
        Value::Unknown => Found::Unknown,
        Value::Null => Found::Absent,
        Value::Bool(_)
        | Value::Int(_)
        | Value::Float(_)
        | Value::Str(_)
        | Value::Map
        | Value::Seq => Found::Node(node),
    }
}

/// What stands at a key of what was found.
fn step<'a>(found: Found<'a>, key: &str, object: Object<'a>) -> Found<'a> {
    let absent = if object.is_partial() {
        Found::Unknown
    } else {
        Found::Absent
    };
    match found {
        Found::Node(node) if node.is_map() => node.get(key).map_or(absent, present),
        Found::Node(_) | Found::Unknown => Found::Unknown,
        Found::Absent => absent,
    }
}

/// The first thing that is written inside of an item of a list.
fn first_of(item: Node<'_>) -> Span {
    let name = item.get("name").map(Node::span);
    let first = || item.entries().next().map(|entry| entry.key().span());
    name.or_else(first).unwrap_or_else(|| item.span())
}

/// Adds a key to a path, as the API server writes it.
fn push_key(path: &mut String, key: &str) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$');
    if key.is_empty() || !key.bytes().all(plain) {
        path.push('[');
        path.push_str(key);
        path.push(']');
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}
