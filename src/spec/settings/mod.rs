//! The settings: one set of them, at every level of a spec.

mod access;
mod backup;
mod database;
mod import;
mod monitoring;
mod network;
mod placing;
mod pooler;
mod postgres;
mod secrets;
mod tls;

pub use access::{Access, Auth, Client, Role};
pub use backup::{Archive, Backup, BackupTarget, Compression, SnapshotOwner, Snapshots};
pub use database::Database;
pub use import::{Import, ImportMethod, ImportSource, Permission, SslMode};
pub use monitoring::{Alerts, Monitoring, Thresholds};
pub use network::{ApiServer, Dns, Network, ObjectStoreAccess, Port};
pub use placing::{
    Affinity, Placement, Spread, TaintEffect, Toleration, TolerationOperator, Zones,
};
pub use pooler::{PoolMode, Pooler, Poolers};
pub use postgres::{DataDurability, Synchronous, SynchronousMethod, Workload};
pub use secrets::{ExternalSecrets, SecretGenerator, SecretStore, SecretStoreKind, Secrets};
pub use tls::{CertManager, Issuer, Tls};

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Accept, HbaLine, Identifier, List, NamespacePattern, ParameterName, ParameterValue, Part,
    Sourced, Table,
};
use crate::kube::{DnsSubdomain, Image, LabelKey, LabelValue, PostgresMajor, Quantity, RoleName};

/// What can be said about a database at every level: in a profile, under
/// `defaults`, for an environment, a cluster, an application, and an application
/// in one environment. The nearest level wins, key by key; `null` takes away
/// what a farther level says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// The PostgreSQL major, such as 18.
    pub postgres: Option<Sourced<PostgresMajor>>,
    /// The container image to run instead of the one that pgspec knows for the
    /// major, such as `ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie`.
    pub image: Option<Sourced<Image>>,
    /// Whether applications share a cluster or have one each.
    pub placement: Option<Sourced<Placement>>,
    /// The namespace. `{app}`, `{cluster}`, `{environment}` and `{project}` are
    /// replaced. Without it: `PROJECT-ENVIRONMENT`.
    pub namespace: Option<Sourced<NamespacePattern>>,

    /// A named size: cpu, memory, storage and wal in one word. Where one of them
    /// is given at the same level or nearer, that one wins.
    pub size: Option<Sourced<String>>,
    /// CPU of each instance, in cores: requested, and the limit.
    pub cpu: Option<Sourced<Quantity>>,
    /// Memory of each instance, in bytes: requested, and the limit.
    pub memory: Option<Sourced<Quantity>>,
    /// Size of each instance's volume for data, in bytes.
    pub storage: Option<Sourced<Quantity>>,
    /// Size of each instance's volume for WAL, in bytes.
    pub wal: Option<Sourced<Quantity>>,
    /// The `StorageClass` of the volumes for data.
    pub storage_class: Option<Sourced<DnsSubdomain>>,
    /// The `StorageClass` of the volumes for WAL. Without it: that of the data.
    pub wal_storage_class: Option<Sourced<DnsSubdomain>>,

    /// How many instances a cluster has: one primary, the others standbys.
    #[schemars(range(min = 1, max = 100))]
    pub instances: Option<Sourced<u32>>,
    /// Over how many zones the instances are spread; `false` for no matter where.
    pub zones: Option<Sourced<Zones>>,
    /// How strictly instances are kept apart.
    pub affinity: Option<Affinity>,
    /// Labels that a node must have to run an instance.
    pub node_selector: Option<Table<LabelKey, Sourced<LabelValue>>>,
    /// Taints of nodes that instances tolerate.
    pub tolerations: Option<Sourced<Vec<Toleration>>>,
    /// The `PriorityClass` of the instances.
    pub priority_class: Option<Sourced<DnsSubdomain>>,
    /// Labels for everything that is rendered.
    pub labels: Option<Table<LabelKey, Sourced<LabelValue>>>,
    /// Annotations for everything that is rendered.
    pub annotations: Option<Table<LabelKey, Sourced<String>>>,

    /// How much the operator's part of each instance logs. Without it: `info`.
    pub log_level: Option<Sourced<LogLevel>>,
    /// What the databases are mostly used for: parameters are derived from it.
    /// Without it: `web`.
    pub workload: Option<Sourced<Workload>>,
    /// Synchronous replication.
    pub synchronous: Option<Part<Synchronous>>,
    /// PostgreSQL parameters, beside and instead of the derived ones, as
    /// `postgresql.conf` takes them. `null` leaves one to pgspec again.
    pub parameters: Option<Table<ParameterName, Sourced<ParameterValue>>>,
    /// Libraries to preload, beside those that extensions and parameters need.
    pub preload_libraries: Option<List<Identifier>>,
    /// Lines of `pg_hba.conf`, before those that let the roles in.
    pub pg_hba: Option<List<HbaLine>>,

    /// The application's database.
    pub database: Option<Database>,
    /// Roles of the application beside the owner of its database.
    pub roles: Option<Table<RoleName, Role>>,
    /// Data from another server, brought in when the cluster is made.
    pub import: Option<Part<Import>>,
    /// The pods that may connect. Without it: all pods in the namespace named
    /// after the application.
    pub clients: Option<Sourced<Vec<Client>>>,
    /// Connection poolers (`PgBouncer`).
    pub poolers: Option<Part<Poolers>>,

    /// Where Secrets come from. Without it: they are there already.
    pub secrets: Option<Secrets>,
    /// Encryption on the way, and the certificates for it.
    pub tls: Option<Tls>,

    /// Backups to an object store.
    pub backup: Option<Part<Backup>>,
    /// Metrics and alerts for the Prometheus operator.
    pub monitoring: Option<Part<Monitoring>>,
    /// Network policies.
    pub network: Option<Part<Network>>,
    /// Pod disruption budgets: nodes are drained one instance at a time.
    pub pod_disruption_budget: Option<Part<Switch>>,
    /// Annotations that keep Helm, Argo CD and Flux from deleting databases.
    pub deletion_guard: Option<Part<Switch>>,
    /// A `ResourceQuota` for the namespace, as large as what is rendered needs.
    pub quota: Option<Part<Quota>>,

    /// Findings about what is rendered that are accepted, with the reason.
    /// Those of all levels count.
    pub accept: Option<Sourced<Vec<Accept>>>,
}

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// What fails.
    Error,
    /// What may fail.
    Warning,
    /// What happens.
    Info,
    /// What happens and why.
    Debug,
    /// Everything.
    Trace,
}

/// A part that has no settings but the switch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Switch {}

/// The quota of a namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Quota {
    /// How much more than what is rendered needs, in percent; 0 for nothing.
    #[schemars(range(min = 0, max = 1000))]
    pub headroom: Option<Sourced<u32>>,
}
