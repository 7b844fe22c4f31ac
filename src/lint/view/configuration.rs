//! Configurations of Barman Cloud, wherever an object has them.

use super::{backup, external};
use crate::lint::kind::CLUSTER;
use crate::lint::object::Object;
use crate::lint::slot::Slot;

/// The configurations that are written in a Cluster or an `ObjectStore`.
pub fn of(object: Object<'_>) -> Vec<Slot<'_>> {
    if !object.is(&CLUSTER) {
        return vec![object.slot(&["spec", "configuration"])];
    }
    let externals = external::of(object).unwrap_or_default().into_iter();
    let theirs = externals.map(external::External::in_tree);
    let all = std::iter::once(backup::in_tree(object)).chain(theirs);
    all.filter(|slot| slot.node().is_some()).collect()
}
