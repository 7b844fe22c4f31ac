//! Which clusters archive to which place.

use std::collections::{HashMap, HashSet};

use super::context::Context;
use super::kind::OBJECT_STORE;
use super::object::{Object, ObjectId};
use super::view::archive::Archive;
use super::view::backup::{self, Archiver};

/// Which clusters archive to which place, each list in the order of the run.
#[derive(Debug)]
pub(super) struct Archives {
    by_place: HashMap<String, Vec<ObjectId>>,
    stores: HashSet<ObjectId>,
}

impl Archives {
    /// The archives of all clusters of the run, as far as they can be told.
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let mut archives = Self {
            by_place: HashMap::new(),
            stores: HashSet::new(),
        };
        for cluster in cx.clusters().iter().copied() {
            archives.stores.extend(store(cx, cluster));
            if let Some(archive) = Archive::written(cx, cluster) {
                let there = archives.by_place.entry(archive.place());
                there.or_default().push(cluster.id());
            }
        }
        archives
    }

    /// The clusters that surely archive to this place.
    pub(super) fn at(&self, archive: &Archive<'_>) -> &[ObjectId] {
        let there = self.by_place.get(&archive.place());
        there.map_or(&[], Vec::as_slice)
    }

    /// Whether a cluster surely archives to this `ObjectStore`.
    pub(super) fn are_in(&self, store: Object<'_>) -> bool {
        self.stores.contains(&store.id())
    }
}

/// The `ObjectStore` that a cluster surely archives to.
fn store(cx: &Context<'_>, cluster: Object<'_>) -> Option<ObjectId> {
    let Archiver::Plugin(plugin) = backup::archiver(cluster)? else {
        return None;
    };
    let name = plugin.object_store().text().written().flatten();
    let name = name.filter(|_| plugin.is_barman())?;
    cx.find(cluster, &OBJECT_STORE, name)
        .found()
        .map(Object::id)
}
