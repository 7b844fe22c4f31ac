//! Plugins that a cluster uses.

use super::list;
use crate::knowledge::operator::defaults::BARMAN_PLUGIN;
use crate::lint::object::Object;
use crate::lint::slot::Slot;

/// A plugin in the list of a cluster, or of one of its external clusters.
#[derive(Clone, Copy, Debug)]
pub struct Plugin<'a> {
    /// The field that holds it.
    pub slot: Slot<'a>,
}

impl<'a> Plugin<'a> {
    /// Its name, where it is known.
    pub fn name(self) -> Option<&'a str> {
        self.slot.at(&["name"]).text().written().flatten()
    }

    /// Whether it is used, which is so by default; nothing where nobody can tell.
    pub fn is_enabled(self) -> Option<bool> {
        self.slot.at(&["enabled"]).boolean_or(true).value()
    }

    /// Whether it archives WAL, which is not so by default; nothing where
    /// nobody can tell.
    pub fn archives(self) -> Option<bool> {
        self.slot.at(&["isWALArchiver"]).boolean_or(false).value()
    }

    /// Whether it is surely the Barman Cloud plugin.
    pub fn is_barman(self) -> bool {
        self.name() == Some(BARMAN_PLUGIN)
    }

    /// The `ObjectStore` that the Barman Cloud plugin is to use.
    pub fn object_store(self) -> Slot<'a> {
        self.slot.at(&["parameters", "barmanObjectName"])
    }

    /// The name of the server's folder in the `ObjectStore`.
    pub fn server_name(self) -> Slot<'a> {
        self.slot.at(&["parameters", "serverName"])
    }
}

/// The plugins of a cluster; nothing where nobody can tell.
pub fn of(cluster: Object<'_>) -> Option<Vec<Plugin<'_>>> {
    let listed = list(cluster.slot(&["spec", "plugins"]))?;
    Some(listed.into_iter().map(|slot| Plugin { slot }).collect())
}

/// The plugins that a cluster surely uses.
pub fn enabled(cluster: Object<'_>) -> impl Iterator<Item = Plugin<'_>> {
    let listed = of(cluster).unwrap_or_default().into_iter();
    listed.filter(|plugin| plugin.is_enabled() == Some(true))
}
