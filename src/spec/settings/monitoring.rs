//! Metrics and alerts.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::kube::{Duration, LabelKey, LabelValue};
use crate::spec::{Part, Sourced, Table, Url};

/// Metrics and alerts for the Prometheus operator.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Monitoring {
    /// Labels by which a Prometheus finds its `PodMonitor` and `PrometheusRule`.
    pub labels: Option<Table<LabelKey, Sourced<LabelValue>>>,
    /// Where the runbooks of the alerts are: `runbooks` and the alert's name make
    /// the address.
    pub runbooks: Option<Sourced<Url>>,
    /// Alerts, as a `PrometheusRule`.
    pub alerts: Option<Part<Alerts>>,
}

/// Alerts on a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Alerts {
    /// From where on something is worth an alert.
    pub thresholds: Option<Thresholds>,
    /// Labels that every alert carries, for the route to whom it concerns.
    pub labels: Option<Table<LabelKey, Sourced<LabelValue>>>,
}

/// From where on something is worth an alert.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Thresholds {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: crate::spec::OriginId,
    /// How far a standby may lag behind: `30s`, `2h`.
    pub replication_lag: Option<Sourced<Duration>>,
    /// How old the newest base backup may be: `30s`, `2h`. Without it: it follows
    /// from the schedule.
    pub backup_age: Option<Sourced<Duration>>,
    /// How many WAL files may wait for the archive.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub wal_backlog: Option<Sourced<u32>>,
    /// How full a volume may be, in percent.
    #[schemars(range(min = 1, max = 99))]
    pub volume_use: Option<Sourced<u32>>,
    /// How many of the connections may be in use, in percent.
    #[schemars(range(min = 1, max = 100))]
    pub connection_use: Option<Sourced<u32>>,
    /// How long a transaction may run: `30s`, `2h`.
    pub transaction_age: Option<Sourced<Duration>>,
    /// How long a client of a pooler may wait for a connection: `30s`, `2h`.
    pub pooler_wait: Option<Sourced<Duration>>,
}
