//! Where instances run.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};

use crate::kube::{LabelKey, LabelValue};
use crate::spec::{OriginId, Sourced};

/// How applications come to clusters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Placement {
    /// The applications of an environment share one cluster.
    Shared,
    /// Each application has a cluster of its own.
    PerApp,
}

/// How strictly instances are kept apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Affinity {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// Whether two instances of a cluster may run on one node.
    pub nodes: Option<Sourced<Spread>>,
    /// Whether an instance may run in a zone that has more of them than another.
    pub zones: Option<Sourced<Spread>>,
}

/// How strictly a rule of placing is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Spread {
    /// A pod that cannot be placed so does not start.
    Required,
    /// A pod is placed so where that is possible.
    Preferred,
    /// There is no such rule.
    Off,
}

/// A taint that instances tolerate, as Kubernetes has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Toleration {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// The taint's key; all taints without it.
    pub key: Option<Sourced<LabelKey>>,
    /// `Equal` (the default) compares the value, `Exists` does not.
    pub operator: Option<Sourced<TolerationOperator>>,
    /// The taint's value.
    pub value: Option<Sourced<LabelValue>>,
    /// The taint's effect; all effects without it.
    pub effect: Option<Sourced<TaintEffect>>,
    /// How long a `NoExecute` taint is tolerated, in seconds; for ever without it.
    #[schemars(range(min = 0, max = 2_147_483_647))]
    pub toleration_seconds: Option<Sourced<u32>>,
}

/// How a toleration is matched with a taint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum TolerationOperator {
    /// Key and value are the same.
    Equal,
    /// The key is the same.
    Exists,
}

/// What a taint does to a pod that does not tolerate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum TaintEffect {
    /// It is not scheduled there.
    NoSchedule,
    /// It is not scheduled there where that can be avoided.
    PreferNoSchedule,
    /// It is evicted.
    NoExecute,
}

/// Over how many zones instances are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zones {
    /// Zones do not matter.
    Off,
    /// Over this many, at least two.
    Across(u32),
}

impl Zones {
    /// The fewest zones that something can be spread over.
    const MIN: u32 = 2;
    /// More zones than any region of a cloud has.
    const MAX: u32 = 16;

    /// How many zones, if they matter.
    pub fn count(self) -> Option<u32> {
        match self {
            Self::Off => None,
            Self::Across(count) => Some(count),
        }
    }
}

impl<'de> Deserialize<'de> for Zones {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ZonesVisitor)
    }
}

struct ZonesVisitor;

impl Visitor<'_> for ZonesVisitor {
    type Value = Zones;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("`false` or a number of zones")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Zones, E> {
        if value {
            return Err(E::custom("`true` does not say how many zones"));
        }
        Ok(Zones::Off)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Zones, E> {
        match u32::try_from(value) {
            Ok(count @ Zones::MIN..=Zones::MAX) => Ok(Zones::Across(count)),
            _ => Err(E::custom(format_args!("cannot spread over {value} zones"))),
        }
    }
}

impl JsonSchema for Zones {
    fn schema_name() -> Cow<'static, str> {
        "Zones".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "const": false },
                { "type": "integer", "minimum": Self::MIN, "maximum": Self::MAX },
            ],
        })
    }
}
