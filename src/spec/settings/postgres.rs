//! How PostgreSQL works.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::Sourced;

/// What databases are mostly used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Workload {
    /// Many short queries of a web application.
    Web,
    /// Many short transactions that write.
    Oltp,
    /// Few long queries over much data.
    Warehouse,
    /// A bit of each.
    Mixed,
}

/// Synchronous replication, in the words of the operator.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Synchronous {
    /// How the standbys that confirm are chosen. Without it: `any`.
    pub method: Option<Sourced<SynchronousMethod>>,
    /// How many standbys confirm a commit. Without it: it follows from the
    /// instances.
    #[schemars(range(min = 1, max = 99))]
    pub number: Option<Sourced<u32>>,
    /// What happens while too few standbys are there. Without it: `required`.
    pub data_durability: Option<Sourced<DataDurability>>,
    /// Whether a failover needs a quorum of those that confirm. Without it: where
    /// the target operator can and the instances allow it.
    pub failover_quorum: Option<Sourced<bool>>,
}

/// How the standbys that confirm a commit are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SynchronousMethod {
    /// Any of them.
    Any,
    /// The first of them in the operator's list.
    First,
}

/// What happens while too few standbys are there to confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DataDurability {
    /// Writes wait.
    Required,
    /// Writes go on, with fewer copies.
    Preferred,
}
