//! From documents to trees, and between trees and JSON.

use std::iter::Peekable;

use serde_json::{Number, Value as Json};

use super::arena::{DIRECT, Style};
use super::comment::Comment;
use super::handle::Document;
use super::node::{Node, Value};
use super::tree::{Content, Field, Tree};

impl Tree {
    /// The document as a tree, with its comments; aliases and merges are written
    /// out. `origin` is asked for each node, keys included, where it comes from.
    pub fn from_document(document: Document<'_>, origin: &mut dyn FnMut(Node<'_>) -> u32) -> Self {
        let mut comments = document.comments().peekable();
        let mut builder = Builder {
            origin,
            comments: &mut comments,
        };
        let mut tree = builder.node(document.root());
        tree.below = builder
            .comments
            .map(|comment| comment.text().to_owned())
            .collect();
        tree
    }

    /// The node as a tree, without comments and origins.
    pub fn from_node(node: Node<'_>) -> Self {
        Builder {
            origin: &mut |_| 0,
            comments: &mut std::iter::empty().peekable(),
        }
        .node(node)
    }

    /// The value as JSON.
    pub fn to_json(&self) -> Json {
        match &self.content {
            Content::Null => Json::Null,
            Content::Bool(value) => Json::Bool(*value),
            Content::Int(value) => Json::Number((*value).into()),
            Content::Float(value) => Number::from_f64(*value).map_or(Json::Null, Json::Number),
            Content::Str(text) | Content::Plain(text) => Json::String(text.clone()),
            Content::Seq(items) => items.iter().map(Self::to_json).collect(),
            Content::Map(fields) => fields
                .iter()
                .map(|field| (field.key.clone(), field.value.to_json()))
                .collect(),
        }
    }
}

impl Node<'_> {
    /// The value as JSON; placeholders are text.
    pub fn to_json(self) -> Json {
        Tree::from_node(self).to_json()
    }
}

impl From<Json> for Tree {
    fn from(json: Json) -> Self {
        let content = match json {
            Json::Null => Content::Null,
            Json::Bool(value) => Content::Bool(value),
            Json::Number(number) => match number.as_i64() {
                Some(value) => Content::Int(value),
                None => Content::Float(number.as_f64().unwrap_or_default()),
            },
            Json::String(text) => Content::Str(text),
            Json::Array(items) => Content::Seq(items.into_iter().map(Self::from).collect()),
            Json::Object(fields) => Content::Map(
                fields
                    .into_iter()
                    .map(|(key, value)| Field {
                        key,
                        origin: 0,
                        value: value.into(),
                    })
                    .collect(),
            ),
        };
        content.into()
    }
}

struct Builder<'b, 'a, I: Iterator<Item = Comment<'a>>> {
    origin: &'b mut dyn FnMut(Node<'_>) -> u32,
    comments: &'b mut Peekable<I>,
}

impl<'a, I: Iterator<Item = Comment<'a>>> Builder<'_, 'a, I> {
    fn node(&mut self, node: Node<'a>) -> Tree {
        let origin = (self.origin)(node);
        Tree {
            origin,
            ..Tree::from(self.content(node))
        }
    }

    /// Recursion ends: reading bounds the depth, aliases followed.
    fn content(&mut self, node: Node<'a>) -> Content {
        match node.value() {
            Value::Null => Content::Null,
            Value::Bool(value) => Content::Bool(value),
            Value::Int(value) => Content::Int(value),
            Value::Float(value) => Content::Float(value),
            Value::Str(text) => Content::Str(text.to_owned()),
            Value::Unknown => unknown(node),
            Value::Seq => Content::Seq(
                node.items()
                    .map(|item| {
                        let above = self.comments_before(item);
                        Tree {
                            above,
                            ..self.node(item)
                        }
                    })
                    .collect(),
            ),
            Value::Map => Content::Map(
                node.entries()
                    .map(|entry| {
                        let above = self.comments_before(entry.key());
                        let origin = (self.origin)(entry.key());
                        Field {
                            key: entry.name().into_owned(),
                            origin,
                            value: Tree {
                                above,
                                ..self.node(entry.value())
                            },
                        }
                    })
                    .collect(),
            ),
        }
    }

    /// The comments above a key or item, and those behind it on its line.
    fn comments_before(&mut self, node: Node<'_>) -> Vec<String> {
        let mut above = Vec::new();
        if node.route != DIRECT {
            return above;
        }
        let start = node.data().start;
        while let Some(comment) = self.comments.next_if(|comment| comment.place() <= start) {
            above.push(comment.text().to_owned());
        }
        above
    }
}

/// A placeholder stays as it is written: with quotes it is text, without them
/// it may become anything.
fn unknown(node: Node<'_>) -> Content {
    let text = node.text().unwrap_or_default().to_owned();
    let as_written = node.style() == Style::Plain && node.raw() == text;
    if as_written {
        Content::Plain(text)
    } else {
        Content::Str(text)
    }
}
