//! External clusters: what a cluster may read from.

use super::list;
use super::plugin::Plugin;
use crate::lint::object::Object;
use crate::lint::slot::Slot;

/// An entry of `externalClusters`.
#[derive(Clone, Copy, Debug)]
pub struct External<'a> {
    /// The entry.
    pub slot: Slot<'a>,
}

impl<'a> External<'a> {
    /// Its name, where it is known.
    pub fn name(self) -> Option<&'a str> {
        self.slot.at(&["name"]).text().written().flatten()
    }

    /// Its object store, as the operator itself reads it.
    pub fn in_tree(self) -> Slot<'a> {
        self.slot.at(&["barmanObjectStore"])
    }

    /// Its plugin, if one is written.
    pub fn plugin(self) -> Option<Plugin<'a>> {
        let slot = self.slot.at(&["plugin"]);
        slot.node().map(|_| Plugin { slot })
    }
}

/// The external clusters of a cluster; nothing where nobody can tell.
pub fn of(cluster: Object<'_>) -> Option<Vec<External<'_>>> {
    let listed = list(cluster.slot(&["spec", "externalClusters"]))?;
    Some(listed.into_iter().map(|slot| External { slot }).collect())
}

/// The external cluster of this name, if it is surely there.
pub fn named<'a>(cluster: Object<'a>, name: &str) -> Option<External<'a>> {
    let mut all = of(cluster)?.into_iter();
    all.find(|external| external.name() == Some(name))
}

/// What a cluster is recovered from, as far as it names an external cluster
/// that is there.
pub fn recovery_source(cluster: Object<'_>) -> Option<External<'_>> {
    let source = cluster.slot(&["spec", "bootstrap", "recovery", "source"]);
    named(cluster, source.text().written().flatten()?)
}

/// What a replica cluster follows, as far as it is there.
pub fn replica_source(cluster: Object<'_>) -> Option<External<'_>> {
    let source = cluster.slot(&["spec", "replica", "source"]);
    named(cluster, source.text().written().flatten()?)
}
