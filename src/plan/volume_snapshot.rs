//! Snapshots of a cluster's volumes.

use serde::Serialize;

use super::ledger::Ledger;
use super::names::text;
use super::site::Site;
use crate::spec::{BackupTarget, OriginId, Part, Problem, SnapshotOwner, Snapshots, Sourced};

/// How a cluster's volumes are snapshotted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VolumeSnapshot {
    /// The class of snapshots of volumes with data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class_name: Option<Sourced<String>>,
    /// The class of snapshots of volumes with WAL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wal_class_name: Option<Sourced<String>>,
    /// Whether the server runs while they are taken.
    pub online: Sourced<bool>,
    /// How the server is made ready, if it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online_configuration: Option<OnlineConfiguration>,
    /// What snapshots are deleted with.
    pub snapshot_owner_reference: Sourced<SnapshotOwner>,
}

/// How a running server is made ready for a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OnlineConfiguration {
    /// Whether the checkpoint is made at once.
    pub immediate_checkpoint: Sourced<bool>,
    /// Whether a snapshot is done only when its WAL is archived.
    pub wait_for_archive: Sourced<bool>,
}

/// How the volumes of a cluster are snapshotted, if they are.
pub(super) fn of(ledger: &mut Ledger, site: &Site<'_>) -> Option<VolumeSnapshot> {
    let part = snapshots(site)?;
    let settings = &part.settings;
    let online = ledger.or(
        settings.online.as_ref(),
        true,
        "a server that is shut down for a snapshot serves nobody",
    );
    let configuration = online.value.then(|| configuration(ledger, part));
    check(ledger, site, part, online);
    let class = settings.class.as_ref();
    let wal_class = site
        .sizes
        .wal
        .is_some()
        .then_some(settings.wal_class.as_ref());
    Some(VolumeSnapshot {
        class_name: class.map(text),
        wal_class_name: wal_class
            .flatten()
            .or(class.filter(|_| wal_class.is_some()))
            .map(text),
        online,
        online_configuration: configuration,
        snapshot_owner_reference: ledger.or(
            settings.owner.as_ref(),
            SnapshotOwner::None,
            "snapshots are needed most when the cluster was deleted by mistake",
        ),
    })
}

fn snapshots<'a>(site: &Site<'a>) -> Option<&'a Part<Snapshots>> {
    let store = site.store.as_ref()?;
    store.backup.snapshots.as_ref().filter(|part| part.is_on())
}

fn configuration(ledger: &mut Ledger, part: &Part<Snapshots>) -> OnlineConfiguration {
    let spread = "a checkpoint at once takes the bandwidth of the volume from clients";
    let archived = "without the WAL written meanwhile a hot snapshot cannot be restored";
    OnlineConfiguration {
        immediate_checkpoint: ledger.or(part.settings.immediate_checkpoint.as_ref(), false, spread),
        wait_for_archive: ledger.derived(true, archived, [part.switched_by()]),
    }
}

/// Tells what of the settings cannot hold.
fn check(ledger: &mut Ledger, site: &Site<'_>, part: &Part<Snapshots>, online: Sourced<bool>) {
    let settings = &part.settings;
    if !online.value {
        if let Some(checkpoint) = &settings.immediate_checkpoint {
            let message = "there is no checkpoint to hasten: cold snapshots are of a server that is shut down";
            let problem = Problem::new(ledger.span(checkpoint.origin), message)
                .help("remove `immediateCheckpoint`, or `online: false`");
            ledger.report(problem);
        }
        if let Some((why, origin)) = stops(site) {
            let message = format!(
                "each cold snapshot would stop the primary of `{}`: {why}",
                site.name
            );
            let mut problem = Problem::new(ledger.span(online.origin), message).help(
                "take hot snapshots (`online: true`), or have a standby to take cold ones of: two `instances` and `target: prefer-standby`",
            );
            if let Some(place) = ledger.origins.in_spec(origin) {
                problem = problem.related(place, why);
            }
            ledger.report(problem);
        }
    }
    if let (Some(class), None) = (&settings.wal_class, &site.sizes.wal) {
        let message = format!(
            "`{}` has no volume for WAL that `walClass` could be for",
            site.name
        );
        let problem = Problem::new(ledger.span(class.origin), message)
            .help("remove `walClass`, or give the cluster a volume for WAL with `wal: SIZE`");
        ledger.report(problem);
    }
}

/// Why a cold snapshot is of the primary, if it is, and where that comes from.
fn stops(site: &Site<'_>) -> Option<(&'static str, OriginId)> {
    if !site.has_standbys() {
        return Some(("there is no other instance", site.instances.origin));
    }
    let target = site.store.as_ref()?.backup.target?;
    (target.value == BackupTarget::Primary).then_some(("the primary is the target", target.origin))
}
