//! The objects of a run by kind, namespace and name.

use std::collections::HashMap;

use crate::lint::kind::Kind;
use crate::lint::object::Object;

/// The objects of a run by kind, namespace and name, each list in the order of the run.
#[derive(Debug)]
pub(super) struct Index<'a> {
    kinds: HashMap<Kind, Vec<Object<'a>>>,
    namespaces: HashMap<(Kind, Option<&'a str>), Vec<Object<'a>>>,
    names: HashMap<(Kind, &'a str), Vec<Object<'a>>>,
    places: HashMap<(Kind, Option<&'a str>, &'a str), Vec<Object<'a>>>,
}

impl<'a> Index<'a> {
    pub(super) fn of(objects: &[Object<'a>]) -> Self {
        let mut index = Self {
            kinds: HashMap::new(),
            namespaces: HashMap::new(),
            names: HashMap::new(),
            places: HashMap::new(),
        };
        for object in objects.iter().copied() {
            let Some(kind) = object.kind.copied() else {
                continue;
            };
            let namespace = object.namespace();
            index.kinds.entry(kind).or_default().push(object);
            let there = index.namespaces.entry((kind, namespace));
            there.or_default().push(object);
            if let Some(name) = object.name() {
                index.names.entry((kind, name)).or_default().push(object);
                let there = index.places.entry((kind, namespace, name));
                there.or_default().push(object);
            }
        }
        index
    }

    /// The objects of a kind.
    pub(super) fn objects(&self, kind: &Kind) -> &[Object<'a>] {
        self.kinds.get(kind).map_or(&[], Vec::as_slice)
    }

    /// The objects of a kind that may be in a namespace: those of it, and those
    /// whose namespace is filled in when they are applied.
    pub(super) fn within<'c>(
        &'c self,
        kind: &Kind,
        namespace: Option<&'c str>,
    ) -> impl Iterator<Item = Object<'a>> + Clone + use<'c, 'a> {
        let lists = match namespace.filter(|_| kind.namespaced) {
            Some(name) => [
                self.namespaces.get(&(*kind, Some(name))),
                self.namespaces.get(&(*kind, None)),
            ],
            None => [self.kinds.get(kind), None],
        };
        lists.into_iter().flatten().flatten().copied()
    }

    /// The objects of a kind and name that may be in a namespace.
    pub(super) fn named<'c>(
        &'c self,
        kind: &Kind,
        namespace: Option<&'c str>,
        name: &'c str,
    ) -> impl Iterator<Item = Object<'a>> + Clone + use<'c, 'a> {
        let lists = match namespace.filter(|_| kind.namespaced) {
            Some(namespace) => [
                self.places.get(&(*kind, Some(namespace), name)),
                self.places.get(&(*kind, None, name)),
            ],
            None => [self.names.get(&(*kind, name)), None],
        };
        lists.into_iter().flatten().flatten().copied()
    }
}
