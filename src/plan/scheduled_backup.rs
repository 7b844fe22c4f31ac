//! Schedules of base backups.

use serde::Serialize;

use super::ledger::Ledger;
use super::metadata::Component;
use super::names;
use super::object::{Body, Object};
use super::site::Site;
use super::store::PLUGIN;
use crate::spec::{BackupTarget, Sourced};

/// What a `ScheduledBackup` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScheduledBackup {
    /// The cluster.
    pub cluster: Sourced<String>,
    /// When: six fields, the first of them seconds.
    pub schedule: Sourced<String>,
    /// Whether a backup is taken at once.
    pub immediate: Sourced<bool>,
    /// Whom the `Backup` objects belong to.
    pub backup_owner_reference: Sourced<&'static str>,
    /// The instance that backups are taken from.
    pub target: Sourced<BackupTarget>,
    /// How. The operator's default is the way that it gives up.
    pub method: Sourced<&'static str>,
    /// The plugin that takes them.
    pub plugin: Sourced<&'static str>,
}

/// The schedule of a cluster's base backups.
pub(super) fn object(ledger: &mut Ledger, site: &Site<'_>) -> Option<Object> {
    let store = site.store.as_ref()?;
    let given = store.backup.schedule.as_ref();
    let schedule = match given {
        Some(schedule) => Sourced::new(schedule.value.cron().as_str().to_owned(), schedule.origin),
        None => ledger.default("0 0 2 * * *".to_owned(), "every night"),
    };
    let target = store.backup.target;
    let why = "a standby has nothing better to do; without one it is the primary";
    let target = ledger.or(target.as_ref(), BackupTarget::PreferStandby, why);
    let first = "the archive of WAL is worth nothing before the first base backup";
    let owner = "the objects of backups go with their schedule, the backups stay in the store";
    let body = Body::ScheduledBackup(ScheduledBackup {
        cluster: site.name.clone(),
        schedule,
        immediate: ledger.default(true, first),
        backup_owner_reference: ledger.default("self", owner),
        target,
        method: ledger.derived(
            "plugin",
            "backups go through the plugin",
            [store.switched_by],
        ),
        plugin: ledger.derived(
            PLUGIN,
            "backups go through the Barman Cloud plugin",
            [store.switched_by],
        ),
    });
    let name = names::suffixed(ledger, &site.name, "backup");
    let metadata = site.metadata(ledger, name, Component::Backup);
    Some(Object::new(metadata, body, store.switched_by))
}
