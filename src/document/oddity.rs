//! What `kubectl apply` accepts without a word and hardly anyone means.

use std::borrow::Cow;
use std::collections::HashMap;

use super::arena::{IRREGULAR, KEY, Kind, MERGE, ODD_KEY, Style, Tag};
use super::handle::Document;
use super::node::Node;
use super::resolve::{self, Resolved};
use super::source::Span;
use super::{mapping, timestamp};

/// Something that `kubectl apply` hides.
#[derive(Clone, Debug, PartialEq)]
pub enum Oddity<'a> {
    /// A key that stands twice in a mapping: the first entry is dropped.
    /// `kubectl apply -k` refuses the file.
    DuplicateKey {
        /// The key whose value is dropped.
        dropped: Node<'a>,
        /// The key whose value holds.
        kept: Node<'a>,
    },
    /// A merge (`<<`) below a key that it overwrites; YAML has it the other way
    /// round, and so do other readers.
    MergeOverwrites {
        /// The key whose value is overwritten.
        key: Node<'a>,
        /// The merge key.
        merge: Node<'a>,
    },
    /// Text after the end of a document (`...`), which nobody reads.
    DroppedText {
        /// The text.
        span: Span,
    },
    /// A key that is not text, so that it has another name: `on` is `true`.
    OddKey {
        /// The key.
        key: Node<'a>,
        /// Its name.
        name: Cow<'a, str>,
    },
    /// A value that `kubectl apply -k` reads differently.
    ReadDifferently {
        /// The value.
        node: Node<'a>,
        /// What `kubectl apply -f` makes of it, as JSON.
        plain: String,
        /// What `kubectl apply -k` makes of it, as JSON.
        kustomize: String,
    },
}

impl<'a> Document<'a> {
    /// All that `kubectl apply` hides about the document, in the order of the
    /// text, dropped text last. What aliases repeat is there once.
    pub fn oddities(self) -> Vec<Oddity<'a>> {
        let mut found = Vec::new();
        let arena = &self.source.arena;
        let root = self.root_id();
        for id in root..arena.node(root).next {
            let node = self.root().other(id, super::arena::DIRECT);
            let data = arena.node(id);
            if data.has(IRREGULAR) {
                hidden_entries(node, &mut found);
            }
            if data.has(ODD_KEY) {
                let name = mapping::key_name(arena, &self.source.text, id);
                found.push(Oddity::OddKey { key: node, name });
            } else if data.kind == Kind::Scalar && !data.has(KEY) {
                found.extend(read_differently(node));
            }
        }
        let (start, end) = self.data().map_or((0, 0), |data| data.dropped);
        if start < end {
            let span = Span::new(self.source.id, start, end);
            found.push(Oddity::DroppedText { span });
        }
        found
    }
}

/// Duplicate keys of a mapping, and entries that a merge below overwrites.
fn hidden_entries<'a>(map: Node<'a>, found: &mut Vec<Oddity<'a>>) {
    let (arena, text) = (&map.source.arena, map.source.text.as_str());
    let mut seen: HashMap<Cow<'a, str>, Node<'a>> = HashMap::new();
    let mut children = arena.children(map.id);
    while let (Some(key), Some(value)) = (children.next(), children.next()) {
        let key = map.other(key, map.route);
        if !key.data().has(MERGE) {
            if let Some(dropped) = seen.insert(mapping::key_name(arena, text, key.id), key) {
                found.push(Oddity::DuplicateKey { dropped, kept: key });
            }
            continue;
        }
        let parts: Vec<u32> = if arena.node(value).kind == Kind::Seq {
            arena.children(value).collect()
        } else {
            vec![value]
        };
        for part in parts {
            for entry in mapping::written(arena, arena.target(part)) {
                let name = mapping::key_name(arena, text, entry.key);
                if let Some(key_before) = seen.remove(&name) {
                    let key_before = Oddity::MergeOverwrites {
                        key: key_before,
                        merge: key,
                    };
                    found.push(key_before);
                }
            }
        }
    }
}

/// The difference between the two ways to apply a file, if there is one for
/// this scalar: Kustomize takes only `true` and `false` for booleans, and
/// rewrites timestamps.
fn read_differently(node: Node<'_>) -> Option<Oddity<'_>> {
    let data = node.data();
    if data.tag != Tag::None || data.style != Style::Plain {
        return None;
    }
    let text = node.text()?;
    let (plain, kustomize) = if let Some(time) = timestamp::parse(text) {
        (format!("\"{text}\""), time.rewritten())
    } else if let Resolved::Bool(value) = resolve::scalar(data.tag, data.style, text) {
        (value.to_string(), text.to_owned())
    } else {
        return None;
    };
    let same = kustomize == text && plain != "true" && plain != "false"
        || text.eq_ignore_ascii_case(&plain);
    (!same).then(|| Oddity::ReadDifferently {
        node,
        plain,
        kustomize: format!("\"{kustomize}\""),
    })
}
