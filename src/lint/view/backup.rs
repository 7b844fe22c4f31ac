//! What a cluster has to make backups with.

use super::plugin::{self, Plugin};
use crate::lint::object::Object;
use crate::lint::slot::Slot;

/// What archives the WAL of a cluster.
#[derive(Clone, Copy, Debug)]
pub enum Archiver<'a> {
    /// A plugin.
    Plugin(Plugin<'a>),
    /// The operator itself, to this object store.
    InTree(Slot<'a>),
    /// Nothing.
    Nothing,
}

/// `backup.barmanObjectStore` of a cluster.
pub fn in_tree(cluster: Object<'_>) -> Slot<'_> {
    cluster.slot(&["spec", "backup", "barmanObjectStore"])
}

/// `backup.volumeSnapshot` of a cluster.
pub fn snapshots(cluster: Object<'_>) -> Slot<'_> {
    cluster.slot(&["spec", "backup", "volumeSnapshot"])
}

/// What archives the WAL of a cluster; nothing where nobody can tell.
pub fn archiver(cluster: Object<'_>) -> Option<Archiver<'_>> {
    for plugin in plugin::of(cluster)? {
        if plugin.is_enabled()? && plugin.archives()? {
            return Some(Archiver::Plugin(plugin));
        }
    }
    let store = in_tree(cluster);
    Some(if store.is_present()? {
        Archiver::InTree(store)
    } else {
        Archiver::Nothing
    })
}

/// Whether a cluster has anything to make backups with: an object store,
/// snapshots or a plugin; nothing where nobody can tell.
pub fn is_possible(cluster: Object<'_>) -> Option<bool> {
    for plugin in plugin::of(cluster)? {
        if plugin.is_enabled()? {
            return Some(true);
        }
    }
    Some(in_tree(cluster).is_present()? || snapshots(cluster).is_present()?)
}

/// What a cluster surely lacks for a backup by this method, with this plugin if
/// it is `plugin`.
pub fn lacking(cluster: Object<'_>, method: &str, name: Option<&str>) -> Option<String> {
    let field = match method {
        "barmanObjectStore" => in_tree(cluster),
        "volumeSnapshot" => snapshots(cluster),
        "plugin" => {
            for plugin in plugin::of(cluster)? {
                if plugin.is_enabled()? && plugin.name()? == name? {
                    return None;
                }
            }
            return Some(format!("plugin `{}`", name?));
        }
        _ => return None,
    };
    (field.is_present() == Some(false)).then(|| format!("`backup.{method}`"))
}
