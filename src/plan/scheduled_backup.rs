//! Schedules of base backups and of snapshots.

use serde::Serialize;

use super::ledger::Ledger;
use super::metadata::Component;
use super::names;
use super::object::{Body, Object};
use super::site::Site;
use super::store::{PLUGIN, Store};
use crate::kube::Schedule;
use crate::spec::{BackupTarget, Part, SnapshotOwner, Snapshots, Sourced};

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
    /// The plugin that takes them, if one does.
    pub plugin: Option<Sourced<&'static str>>,
}

/// The schedules of a cluster's base backups and snapshots.
pub(super) fn objects(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Object> {
    let Some(store) = &site.store else {
        return Vec::new();
    };
    let mut objects = vec![base(ledger, site, store)];
    if let Some(part) = store.backup.snapshots.as_ref().filter(|part| part.is_on()) {
        objects.push(snapshot(ledger, site, store, part));
    }
    objects
}

fn base(ledger: &mut Ledger, site: &Site<'_>, store: &Store<'_>) -> Object {
    let given = store.backup.schedule.as_ref();
    let first = "the archive of WAL is worth nothing before the first base backup";
    let owner = "the objects of backups go with their schedule, the backups stay in the store";
    let plugin = site.operator.has_barman_plugin();
    let (method, why) = if plugin {
        ("plugin", "backups go through the Barman Cloud plugin")
    } else {
        let why = "the Barman Cloud plugin needs operator 1.26 or newer";
        ("barmanObjectStore", why)
    };
    let body = Body::ScheduledBackup(ScheduledBackup {
        cluster: site.name.clone(),
        schedule: cron(ledger, given, "0 0 2 * * *", "every night"),
        immediate: ledger.default(true, first),
        backup_owner_reference: ledger.default("self", owner),
        target: target(ledger, store),
        method: ledger.derived(method, why, [store.switched_by]),
        plugin: plugin.then(|| ledger.derived(PLUGIN, why, [store.switched_by])),
    });
    let name = names::suffixed(ledger, &site.name, "backup");
    let metadata = site.metadata(ledger, name, Component::Backup);
    Object::new(metadata, body, store.switched_by)
}

fn snapshot(
    ledger: &mut Ledger,
    site: &Site<'_>,
    store: &Store<'_>,
    part: &Part<Snapshots>,
) -> Object {
    let settings = &part.settings;
    let by = part.switched_by();
    let owner = settings.owner.as_ref();
    let owner = match owner.map(|owner| (owner.value, owner.origin)) {
        Some((SnapshotOwner::Backup, origin)) => ledger.derived(
            "none",
            "snapshots go with their `Backup`, so that nothing else may delete it",
            [origin],
        ),
        _ => ledger.default(
            "cluster",
            "the `Backup` objects go with the cluster, the snapshots do as they are told",
        ),
    };
    let method = "snapshots are taken by the operator itself";
    let first = "the first base backup is already taken at once";
    let given = settings.schedule.as_ref();
    let body = Body::ScheduledBackup(ScheduledBackup {
        cluster: site.name.clone(),
        schedule: cron(ledger, given, "0 0 */6 * * *", "four times a day"),
        immediate: ledger.default(false, first),
        backup_owner_reference: owner,
        target: target(ledger, store),
        method: ledger.derived("volumeSnapshot", method, [by]),
        plugin: None,
    });
    let name = names::suffixed(ledger, &site.name, "snapshot");
    let metadata = site.metadata(ledger, name, Component::Backup);
    Object::new(metadata, body, by)
}

fn cron(
    ledger: &mut Ledger,
    given: Option<&Sourced<Schedule>>,
    default: &str,
    why: &str,
) -> Sourced<String> {
    match given {
        Some(schedule) => Sourced::new(schedule.value.cron().as_str().to_owned(), schedule.origin),
        None => ledger.default(default.to_owned(), why),
    }
}

fn target(ledger: &mut Ledger, store: &Store<'_>) -> Sourced<BackupTarget> {
    let why = "a standby has nothing better to do; without one it is the primary";
    let given = store.backup.target;
    ledger.or(given.as_ref(), BackupTarget::PreferStandby, why)
}
