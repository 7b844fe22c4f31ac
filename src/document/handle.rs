//! Documents: one Kubernetes object each, as a rule.

use std::borrow::Cow;

use super::arena::{DocumentData, NONE};
use super::comment::Comment;
use super::node::Node;
use super::source::{Source, SourceId, Span};

/// The place of a document in a run; ordered as the documents are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId {
    pub(super) source: SourceId,
    pub(super) index: u32,
}

/// A document: an object of its own, be it alone between two `---` or an item
/// of a list.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    pub(super) source: &'a Source,
    pub(super) index: u32,
}

impl PartialEq for Document<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Document<'_> {}

impl std::fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (kind, name) = (self.kind().unwrap_or("?"), self.name().unwrap_or("?"));
        write!(f, "{kind}/{name} in {}#{}", self.source.name, self.number())
    }
}

impl<'a> Document<'a> {
    /// Which document of the run it is.
    pub fn id(self) -> DocumentId {
        DocumentId {
            source: self.source.id,
            index: self.index,
        }
    }

    /// The source it is in.
    pub fn source(self) -> &'a Source {
        self.source
    }

    /// Its number among the documents of the source that are not empty, from 0.
    /// Items of a list share the number of the list.
    pub fn number(self) -> u32 {
        self.data().map_or(0, |data| data.number)
    }

    /// The root node: of an item of a list, the item.
    pub fn root(self) -> Node<'a> {
        Node::root(self.source, self.index, self.root_id())
    }

    /// The list of which it is an item.
    pub fn list(self) -> Option<Node<'a>> {
        let list = self
            .data()
            .map(|data| data.list)
            .filter(|list| *list != NONE)?;
        Some(Node::root(self.source, self.index, list))
    }

    /// `apiVersion`; an item without one has that of its list, if that is not
    /// the plain `List`.
    pub fn api_version(self) -> Option<&'a str> {
        self.root()
            .get("apiVersion")
            .or_else(|| self.typed_list()?.get("apiVersion"))
            .and_then(Node::as_str)
    }

    /// The API group: what stands before the `/` of `apiVersion`, or nothing.
    pub fn group(self) -> Option<&'a str> {
        let version = self.api_version()?;
        Some(version.split_once('/').map_or("", |(group, _)| group))
    }

    /// `kind`; an item without one has that of its list.
    pub fn kind(self) -> Option<&'a str> {
        match self.root().get("kind") {
            Some(kind) => kind.as_str(),
            None => self
                .typed_list()?
                .get("kind")?
                .as_str()?
                .strip_suffix("List"),
        }
    }

    /// `metadata.name`.
    pub fn name(self) -> Option<&'a str> {
        let [name, _] = self.identity();
        name?.as_str()
    }

    /// `metadata.namespace`.
    pub fn namespace(self) -> Option<&'a str> {
        let [_, namespace] = self.identity();
        namespace?.as_str()
    }

    /// Whether it is of a kind, in any version of its API group.
    pub fn is(self, group: &str, kind: &str) -> bool {
        self.kind() == Some(kind) && self.group() == Some(group)
    }

    /// The value of an annotation.
    pub fn annotation(self, key: &str) -> Option<Node<'a>> {
        self.root().at(&["metadata", "annotations", key])
    }

    /// The value of a label.
    pub fn label(self, key: &str) -> Option<Node<'a>> {
        self.root().at(&["metadata", "labels", key])
    }

    /// The whole YAML document in its source: all that is between two `---`.
    /// Items of a list share it.
    pub fn span(self) -> Span {
        let (start, end) = self.data().map_or((0, 0), |data| data.chunk);
        Span::new(self.source.id, start, end)
    }

    /// The comments of the YAML document; of an item of a list, those inside of
    /// the item.
    pub fn comments(self) -> impl Iterator<Item = Comment<'a>> {
        let (start, end) = self.data().map_or((0, 0), |data| data.comments);
        let comments = self.source.comments.get(start as usize..end as usize);
        let comments = comments.unwrap_or_default();
        let inside = if self.list().is_some() {
            let item = self.root().span();
            let first = comments.partition_point(|comment| comment.start < item.start());
            let last = comments.partition_point(|comment| comment.start < item.end());
            comments.get(first..last).unwrap_or_default()
        } else {
            comments
        };
        inside.iter().map(|data| Comment::new(self.source, *data))
    }

    /// `metadata.name` and `metadata.namespace`.
    fn identity(self) -> [Option<Node<'a>>; 2] {
        let Some(data) = self.data() else {
            return [None, None];
        };
        let ids = data.identity.get_or_init(|| {
            let metadata = self.root().get("metadata");
            ["name", "namespace"].map(|key| {
                let node = metadata.and_then(|metadata| metadata.get(key));
                node.map_or(NONE, |node| node.id)
            })
        });
        let node = |id| (id != NONE).then(|| Node::root(self.source, self.index, id));
        ids.map(node)
    }

    pub(super) fn data(self) -> Option<&'a DocumentData> {
        self.source.documents.get(self.index as usize)
    }

    pub(super) fn root_id(self) -> u32 {
        self.data().map_or(NONE, |data| data.root)
    }

    /// The nodes of the YAML document, from the first to one past the last.
    pub(super) fn node_range(self) -> (u32, u32) {
        let Some(data) = self.data() else {
            return (0, 0);
        };
        let top = if data.list == NONE {
            data.root
        } else {
            data.list
        };
        (top, self.source.arena.node(top).next)
    }

    /// The list, if it is one of a kind (`ClusterList`).
    fn typed_list(self) -> Option<Node<'a>> {
        let list = self.list()?;
        (list.get("kind")?.as_str()? != "List").then_some(list)
    }
}

/// A label for a document that has none of its own.
impl std::fmt::Display for Document<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind: Cow<'_, str> = self.kind().unwrap_or("document").into();
        match self.name() {
            Some(name) => write!(f, "{kind} `{name}`"),
            None => f.write_str(&kind),
        }
    }
}
