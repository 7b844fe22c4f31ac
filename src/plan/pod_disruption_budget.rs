//! Budgets for disruptions: of poolers, for which the operator makes none.

use serde::Serialize;

use super::network_policy::Selector;
use crate::spec::Sourced;

/// What a `PodDisruptionBudget` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PodDisruptionBudget {
    /// How many pods may be away.
    pub max_unavailable: Sourced<u32>,
    /// The pods.
    pub selector: Selector,
}
