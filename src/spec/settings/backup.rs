//! Backups to an object store.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kube::{Quantity, Retention, Schedule};
use crate::spec::Sourced;

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
