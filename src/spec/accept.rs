//! Findings that are accepted.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Day, OriginId, RuleName, Sourced};

/// A finding about what is rendered that is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Accept {
    /// Where this comes from.
    #[serde(rename = "$origin", default)]
    #[schemars(skip)]
    pub origin: OriginId,
    /// The rule, as `pgspec rules` lists it.
    pub rule: Sourced<RuleName>,
    /// Why it is accepted.
    pub reason: Sourced<String>,
    /// The last day on which it is accepted, as `2027-01-31`. Without it: for ever.
    pub until: Option<Sourced<Day>>,
}
