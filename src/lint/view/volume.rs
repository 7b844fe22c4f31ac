//! The volumes that a cluster asks for.

use crate::lint::object::Object;
use crate::lint::slot::Slot;

/// `storage`, `walStorage` if there is one, and that of each tablespace.
pub fn of_cluster(cluster: Object<'_>) -> impl Iterator<Item = Slot<'_>> {
    let wal = cluster.slot(&["spec", "walStorage"]);
    let tablespaces = cluster.slot(&["spec", "tablespaces"]).items();
    std::iter::once(cluster.slot(&["spec", "storage"]))
        .chain(wal.node().map(|_| wal))
        .chain(tablespaces.map(|tablespace| tablespace.at(&["storage"])))
}
