//! Connection poolers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kube::Quantity;
use crate::spec::{ParameterName, ParameterValue, Part, Sourced, Table};

/// The poolers in front of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Poolers {
    /// The one that leads to the primary.
    pub rw: Option<Part<Pooler>>,
    /// The one that leads to the standbys; there is none where the cluster has a
    /// single instance.
    pub ro: Option<Part<Pooler>>,
    /// The one that leads to any instance.
    pub r: Option<Part<Pooler>>,
}

/// One pooler.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Pooler {
    /// How many pods of `PgBouncer` there are.
    #[schemars(range(min = 1, max = 100))]
    pub instances: Option<Sourced<u32>>,
    /// When a server connection goes back to the pool.
    pub mode: Option<Sourced<PoolMode>>,
    /// CPU of each pod, in cores: requested.
    pub cpu: Option<Sourced<Quantity>>,
    /// Memory of each pod, in bytes: requested, and the limit.
    pub memory: Option<Sourced<Quantity>>,
    /// Parameters of `PgBouncer`, as `pgbouncer.ini` takes them.
    pub parameters: Option<Table<ParameterName, Sourced<ParameterValue>>>,
}

/// When a server connection goes back to the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PoolMode {
    /// When the client disconnects.
    Session,
    /// When the transaction ends.
    Transaction,
}

impl PoolMode {
    /// The word for it, in specs and for the operator.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Transaction => "transaction",
        }
    }
}
