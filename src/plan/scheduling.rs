//! Where pods run, and what they get there.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ledger::Ledger;
use super::metadata::{Map, one, table};
use super::names::text;
use super::network_policy::{Expression, Selector};
use super::site::Site;
use crate::kube::Quantity;
use crate::spec::{Settings, Sourced, Spread, TaintEffect, TolerationOperator};

/// The label of a node that is its name.
const HOSTNAME: &str = "kubernetes.io/hostname";
/// The label of a node that is its zone.
const ZONE: &str = "topology.kubernetes.io/zone";

/// What a container asks for, and what it may not exceed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resources {
    /// What it asks for.
    pub requests: BTreeMap<&'static str, Sourced<Quantity>>,
    /// What it may not exceed.
    pub limits: BTreeMap<&'static str, Sourced<Quantity>>,
}

impl Resources {
    /// The same requests as limits, which makes the pod the last to be evicted.
    pub(super) fn guaranteed(cpu: Sourced<Quantity>, memory: Sourced<Quantity>) -> Self {
        let requests = BTreeMap::from([("cpu", cpu), ("memory", memory)]);
        Self {
            limits: requests.clone(),
            requests,
        }
    }

    /// The memory is the limit too; CPU beyond the request is taken where there is some.
    pub(super) fn burstable(cpu: Sourced<Quantity>, memory: Sourced<Quantity>) -> Self {
        Self {
            limits: BTreeMap::from([("memory", memory.clone())]),
            requests: BTreeMap::from([("cpu", cpu), ("memory", memory)]),
        }
    }
}

/// A taint that pods tolerate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Toleration {
    /// Its key; all taints without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Sourced<String>>,
    /// How its value is compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<Sourced<TolerationOperator>>,
    /// Its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Sourced<String>>,
    /// Its effect; all effects without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<Sourced<TaintEffect>>,
    /// How long it is tolerated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toleration_seconds: Option<Sourced<u32>>,
}

/// How a cluster's instances are kept apart, and on which nodes they run: the
/// operator's `affinity`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Affinity {
    /// Whether they are kept apart.
    pub enable_pod_anti_affinity: Sourced<bool>,
    /// How strictly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pod_anti_affinity_type: Option<Sourced<&'static str>>,
    /// What they do not share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topology_key: Option<Sourced<&'static str>>,
    /// Labels that their nodes have.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub node_selector: Map,
    /// Taints that they tolerate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tolerations: Vec<Toleration>,
}

/// How evenly pods are spread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TopologySpread {
    /// By how many pods places may differ.
    pub max_skew: Sourced<u32>,
    /// The label of a node that says which place it is in.
    pub topology_key: Sourced<&'static str>,
    /// What happens to a pod that cannot be placed so.
    pub when_unsatisfiable: Sourced<&'static str>,
    /// Whether nodes count that the pods do not tolerate.
    pub node_taints_policy: Sourced<&'static str>,
    /// The pods that are counted.
    pub label_selector: Selector,
}

/// How pods are kept apart that may share a node where they must: Kubernetes' own
/// `podAntiAffinity`, weighed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptApart {
    /// How much it counts.
    pub weight: Sourced<u32>,
    /// What they do not share.
    pub topology_key: Sourced<&'static str>,
    /// The pods.
    pub label_selector: Selector,
}

/// The affinity of a cluster's instances.
pub(super) fn affinity(ledger: &mut Ledger, site: &Site<'_>) -> Affinity {
    let settings = site.settings;
    let given = settings
        .affinity
        .as_ref()
        .and_then(|affinity| affinity.nodes);
    let nodes = ledger.or(
        given.as_ref(),
        Spread::Required,
        "two instances on one node fail together",
    );
    let strictness = match nodes.value {
        _ if !site.has_standbys() => None,
        Spread::Required => Some("required"),
        Spread::Preferred => Some("preferred"),
        Spread::Off => None,
    };
    let from = [nodes.origin, site.instances.origin];
    let apart = nodes.value != Spread::Off;
    Affinity {
        enable_pod_anti_affinity: ledger.derived(apart, "whether instances may share a node", from),
        pod_anti_affinity_type: strictness.map(|strictness| Sourced::new(strictness, nodes.origin)),
        topology_key: strictness
            .map(|_| ledger.default(HOSTNAME, "the label that is a node's name")),
        node_selector: table(settings.node_selector.as_ref()),
        tolerations: tolerations(settings),
    }
}

/// How a cluster's instances are spread over zones.
///
/// The selector takes in the Jobs that make instances: they have the same
/// constraints, and are the first to use the volume, which fixes the zone
/// (`pkg/specs/jobs.go` of the operator).
pub(super) fn zones(ledger: &mut Ledger, site: &Site<'_>) -> Option<TopologySpread> {
    let why = "instances and the Jobs that make them carry it, poolers do not";
    let origin = ledger.origins.default_because(why);
    let mut pods = Selector::labels(one("cnpg.io/cluster", site.name.clone()));
    pods.match_expressions.push(Expression {
        key: Sourced::new("cnpg.io/instanceName", origin),
        operator: Sourced::new("Exists", origin),
        values: Vec::new(),
    });
    let given = site
        .settings
        .affinity
        .as_ref()
        .and_then(|affinity| affinity.zones);
    let strictness = ledger.or(
        given.as_ref(),
        Spread::Required,
        "two instances in one zone fail together",
    );
    let when = match strictness.value {
        Spread::Required => "DoNotSchedule",
        Spread::Preferred => "ScheduleAnyway",
        Spread::Off => return None,
    };
    let when = Sourced::new(when, strictness.origin);
    if site.has_standbys() {
        spread(ledger, site.settings, when, pods)
    } else {
        None
    }
}

/// How a pooler's pods are spread over zones, where zones matter.
pub(super) fn pooler_zones(
    ledger: &mut Ledger,
    settings: &Settings,
    pods: Selector,
) -> Option<TopologySpread> {
    let when = ledger.default(
        "ScheduleAnyway",
        "a pooler in the wrong zone is better than none",
    );
    spread(ledger, settings, when, pods)
}

fn spread(
    ledger: &mut Ledger,
    settings: &Settings,
    when_unsatisfiable: Sourced<&'static str>,
    label_selector: Selector,
) -> Option<TopologySpread> {
    let zones = settings.zones?;
    zones.value.count()?;
    Some(TopologySpread {
        max_skew: ledger.derived(1, "as even as the number of pods allows", [zones.origin]),
        topology_key: ledger.derived(ZONE, "the label that is a node's zone", [zones.origin]),
        when_unsatisfiable,
        node_taints_policy: ledger
            .default("Honor", "nodes that the pods cannot run on do not count"),
        label_selector,
    })
}

/// The taints that pods tolerate.
pub(super) fn tolerations(settings: &Settings) -> Vec<Toleration> {
    let given = settings.tolerations.iter().flat_map(|list| &list.value);
    given
        .map(|given| Toleration {
            key: given.key.as_ref().map(text),
            operator: given.operator,
            value: given.value.as_ref().map(text),
            effect: given.effect,
            toleration_seconds: given.toleration_seconds,
        })
        .collect()
}

/// Pods are kept off each other's nodes where that is possible.
pub(super) fn kept_apart(ledger: &mut Ledger, pods: Selector) -> KeptApart {
    KeptApart {
        weight: ledger.default(100, "the most there is"),
        topology_key: ledger.default(HOSTNAME, "the label that is a node's name"),
        label_selector: pods,
    }
}
