//! Backups to an object store.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kube::{DnsSubdomain, Quantity, Retention, Schedule};
use crate::spec::{Part, PathPattern, ServerPattern, Sourced};

/// Backups to an object store: base backups on a schedule, and the WAL always.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Backup {
    /// The object store, by its name under `objectStores`. Without it: the only
    /// one there is.
    pub store: Option<Sourced<String>>,
    /// When base backups are taken: `hourly`, `daily 02:00`, `every 6h`, or the
    /// operator's six fields, seconds first. UTC.
    pub schedule: Option<Sourced<Schedule>>,
    /// How long backups are kept: `30d`, `4w`, `6m`.
    pub retention: Option<Sourced<Retention>>,
    /// Which instance base backups are taken from. Without it: `prefer-standby`.
    pub target: Option<Sourced<BackupTarget>>,
    /// How backups and WAL are compressed. Without it: `gzip`.
    pub compression: Option<Sourced<Compression>>,
    /// CPU of the container that archives, in cores: requested, and the limit.
    pub cpu: Option<Sourced<Quantity>>,
    /// Memory of the container that archives, in bytes: requested, and the limit.
    pub memory: Option<Sourced<Quantity>>,
    /// Where in the store the archive is.
    pub archive: Option<Archive>,
    /// Snapshots of the volumes beside the base backups: a large database is back
    /// in minutes.
    pub snapshots: Option<Part<Snapshots>>,
}

/// Where in its store a cluster's archive is: what a server writes, no other server
/// can go on with, so that a cluster that is made anew needs another folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Archive {
    /// The folder in the store, instead of the store's own `path`. `{app}`,
    /// `{cluster}`, `{environment}` and `{project}` are replaced.
    pub path: Option<Sourced<PathPattern>>,
    /// The name of the server, which is the folder below: of a cluster that is taken
    /// over, the name that it had. `{app}`, `{cluster}`, `{environment}` and
    /// `{project}` are replaced. Without it: `{cluster}`.
    pub server_name: Option<Sourced<ServerPattern>>,
    /// Which cluster of that name this is. One more for each time that it is made
    /// anew, or upgraded to another major: `-2`, `-3` and so on is added to the
    /// name of the server, and what is older stays as it is. Without it: 1.
    #[schemars(range(min = 1, max = 9999))]
    pub generation: Option<Sourced<u32>>,
}

/// Snapshots of the volumes, by the storage that they are on. The retention of
/// base backups does not hold for them: the operator deletes none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Snapshots {
    /// The `VolumeSnapshotClass`. Without it: the default one of the storage.
    pub class: Option<Sourced<DnsSubdomain>>,
    /// The `VolumeSnapshotClass` for volumes with WAL. Without it: `class`.
    pub wal_class: Option<Sourced<DnsSubdomain>>,
    /// When snapshots are taken: `every 6h`, `daily 03:00`, or the operator's six
    /// fields, seconds first. UTC.
    pub schedule: Option<Sourced<Schedule>>,
    /// Whether the server runs on (`true`, hot) or is shut down (`false`, cold)
    /// while a snapshot of its volumes is taken. Without it: `true`.
    pub online: Option<Sourced<bool>>,
    /// Whether a hot snapshot starts with a checkpoint at once, at the cost of
    /// writes. Without it: `false`, the checkpoint takes its time.
    pub immediate_checkpoint: Option<Sourced<bool>>,
    /// What snapshots are deleted with. Without it: `none`, they stay until
    /// somebody deletes them.
    pub owner: Option<Sourced<SnapshotOwner>>,
}

/// What snapshots are deleted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SnapshotOwner {
    /// With nothing.
    None,
    /// With their `Backup` object, which then nothing else deletes: whoever prunes
    /// `Backup` objects prunes snapshots.
    Backup,
    /// With the cluster.
    Cluster,
}

/// Which instance base backups are taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BackupTarget {
    /// The most advanced standby, or the primary if there is none.
    PreferStandby,
    /// The primary.
    Primary,
}

/// How something is compressed in an object store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Compression {
    /// Not at all.
    None,
    /// With gzip.
    Gzip,
    /// With bzip2.
    Bzip2,
    /// With Snappy.
    Snappy,
}
