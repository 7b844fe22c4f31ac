//! Whether a cluster follows another one.

use crate::lint::object::Object;

/// Whether a cluster is a replica of another, as the operator decides it:
/// `enabled` where it is set, else whether `self` is not the `primary`.
/// Nothing where nobody can tell.
pub fn is_replica(cluster: Object<'_>) -> Option<bool> {
    let replica = cluster.slot(&["spec", "replica"]);
    if !replica.is_present()? {
        return Some(false);
    }
    let enabled = replica.at(&["enabled"]);
    if enabled.is_present()? {
        return enabled.boolean_or(false).value();
    }
    let primary = replica.at(&["primary"]).text_or("").value()?;
    Some(own_name(cluster)? != primary)
}

/// What a cluster calls itself among its external clusters; nothing where
/// nobody can tell.
pub fn own_name(cluster: Object<'_>) -> Option<&str> {
    let own = cluster.slot(&["spec", "replica", "self"]);
    own.text().value()?.or_else(|| cluster.name())
}
