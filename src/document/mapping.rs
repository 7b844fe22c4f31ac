//! Mappings as Kubernetes sees them: the last of equal keys holds, and a merge
//! overwrites what stands above it.

use std::borrow::Cow;
use std::collections::HashMap;

use super::arena::{
    Arena, DIRECT, EntryData, IRREGULAR, Kind, MERGE, ODD_KEY, Route, Style, Tag, join, offset,
    through,
};
use super::resolve;

/// Whether a key merges.
pub(super) fn is_merge(tag: Tag, style: Style, text: &str) -> bool {
    text == "<<"
        && match tag {
            Tag::None => style == Style::Plain,
            Tag::Merge => true,
            Tag::Str
            | Tag::Bool
            | Tag::Int
            | Tag::Float
            | Tag::Null
            | Tag::Timestamp
            | Tag::Text => false,
        }
}

/// Whether a node can be the value of a merge key.
pub(super) fn can_merge(arena: &Arena, id: u32) -> bool {
    let is_map = |id: u32| arena.node(arena.target(id)).kind == Kind::Map;
    match arena.node(id).kind {
        Kind::Seq => arena.children(id).all(is_map),
        Kind::Map | Kind::Scalar | Kind::Alias => is_map(id),
    }
}

/// The name of a key in JSON.
pub(super) fn key_name<'a>(arena: &'a Arena, source: &'a str, key: u32) -> Cow<'a, str> {
    let id = arena.target(key);
    let text = arena.text(source, id);
    if !arena.node(key).has(ODD_KEY) {
        return Cow::Borrowed(text);
    }
    let node = arena.node(id);
    resolve::key(node.tag, node.style, text).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Called when a mapping is complete: works out its entries if they are not
/// simply those that are written.
pub(super) fn complete(arena: &mut Arena, source: &str, id: u32, merges: bool) {
    if !merges && !has_duplicates(arena, source, id) {
        return;
    }
    let start = offset(arena.entries.len());
    let entries = effective(arena, source, id);
    let len = offset(entries.len());
    arena.entries.extend(entries);
    if let Some(node) = arena.nodes.get_mut(id as usize) {
        node.flags |= IRREGULAR;
        node.text = (start, len);
    }
}

fn has_duplicates(arena: &Arena, source: &str, id: u32) -> bool {
    /// Up to so many keys, comparing each with each is fastest.
    const FEW: usize = 16;
    let keys = arena.children(id).step_by(2);
    let count = arena.node(id).text.0 as usize;
    if count <= FEW && keys.clone().all(|key| !arena.node(key).has(ODD_KEY)) {
        let mut names = [""; FEW];
        for (slot, key) in names.iter_mut().zip(keys) {
            *slot = arena.text(source, arena.target(key));
        }
        let mut names = names.get(..count).unwrap_or_default();
        while let [name, later @ ..] = names {
            if later.contains(name) {
                return true;
            }
            names = later;
        }
        return false;
    }
    let mut names: Vec<_> = keys.map(|key| key_name(arena, source, key)).collect();
    names.sort_unstable();
    names.array_windows().any(|[one, other]| one == other)
}

/// The entries after merging, in the order in which their keys first appear.
fn effective(arena: &Arena, source: &str, id: u32) -> Vec<EntryData> {
    let mut entries = Merged::default();
    let mut children = arena.children(id);
    while let (Some(key), Some(value)) = (children.next(), children.next()) {
        if !arena.node(key).has(MERGE) {
            entries.set(
                arena,
                source,
                EntryData {
                    key,
                    value,
                    route: DIRECT,
                },
            );
        } else if arena.node(value).kind == Kind::Seq {
            // The first of a list has the last word.
            let items: Vec<u32> = arena.children(value).collect();
            for item in items.into_iter().rev() {
                entries.merge(arena, source, item);
            }
        } else {
            entries.merge(arena, source, value);
        }
    }
    entries.entries
}

#[derive(Default)]
struct Merged<'a> {
    entries: Vec<EntryData>,
    places: HashMap<Cow<'a, str>, usize>,
}

impl<'a> Merged<'a> {
    fn set(&mut self, arena: &'a Arena, source: &'a str, entry: EntryData) {
        let place = self.entries.len();
        let place = *self
            .places
            .entry(key_name(arena, source, entry.key))
            .or_insert(place);
        match self.entries.get_mut(place) {
            Some(slot) => *slot = entry,
            None => self.entries.push(entry),
        }
    }

    fn merge(&mut self, arena: &'a Arena, source: &'a str, id: u32) {
        let route: Route = match arena.node(id).kind {
            Kind::Alias => through(DIRECT, id),
            Kind::Map | Kind::Seq | Kind::Scalar => DIRECT,
        };
        for entry in written(arena, arena.target(id)) {
            let route = join(route, entry.route);
            self.set(arena, source, EntryData { route, ..entry });
        }
    }
}

/// The entries of a mapping that is complete.
pub(super) fn written(arena: &Arena, id: u32) -> impl Iterator<Item = EntryData> {
    let node = arena.node(id);
    let irregular = node.has(IRREGULAR);
    let (start, len) = (node.text.0 as usize, node.text.1 as usize);
    let worked_out = irregular
        .then(|| arena.entries.get(start..start + len))
        .flatten()
        .unwrap_or_default();
    let mut children = arena.children(if irregular { u32::MAX } else { id });
    let plain = std::iter::from_fn(move || {
        let (key, value) = (children.next()?, children.next()?);
        Some(EntryData {
            key,
            value,
            route: DIRECT,
        })
    });
    worked_out.iter().copied().chain(plain)
}
