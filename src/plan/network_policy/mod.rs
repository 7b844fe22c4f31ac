//! Network policies: every flow that a cluster needs, and no other.
//!
//! A policy that selects a pod cuts off whatever no policy allows, so each must
//! hold all that its pods need. Sources: `CloudNativePG`'s documentation
//! («Networking», «Security»), its labels (`pkg/utils/labels_annotations.go`) and
//! its Jobs (`pkg/specs/jobs.go`), which have no `cnpg.io/podRole`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ledger::Ledger;
use super::metadata::{Common, Component, Map, one};
use super::names::{self, text};
use super::object::{Body, Object};
use super::site::Site;
use super::tenant::Tenant;
use crate::kube::DnsLabel;
use crate::spec::{Network, Sourced};

mod flows;
mod operator;

/// What a `NetworkPolicy` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkPolicy {
    /// The pods that it is about.
    pub pod_selector: Selector,
    /// The directions that it closes but for its rules.
    pub policy_types: Vec<Sourced<&'static str>>,
    /// Who may reach the pods.
    pub ingress: Vec<Rule>,
    /// Whom the pods may reach.
    pub egress: Vec<Rule>,
}

/// Pods, by their labels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Selector {
    /// Labels that they have.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub match_labels: Map,
    /// What else holds for their labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub match_expressions: Vec<Expression>,
}

/// What holds for a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expression {
    /// The label.
    pub key: Sourced<&'static str>,
    /// How it is compared.
    pub operator: Sourced<&'static str>,
    /// What it is compared with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Sourced<String>>,
}

/// What is allowed: these ports, for these peers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// The other end; anybody if there is none.
    pub peers: Vec<Peer>,
    /// The ports.
    pub ports: Vec<Port>,
}

/// The other end of a flow: pods, or addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Peer {
    /// Namespaces, by their labels; that of the policy if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace_selector: Option<Selector>,
    /// Pods of those namespaces; all of them if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pod_selector: Option<Selector>,
    /// Addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_block: Option<IpBlock>,
}

/// A range of addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IpBlock {
    /// The range, in CIDR notation.
    pub cidr: Sourced<String>,
}

/// A port.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Port {
    /// TCP or UDP.
    pub protocol: Sourced<&'static str>,
    /// Its number.
    pub port: Sourced<u16>,
}

/// Both directions.
fn both_ways(ledger: &mut Ledger) -> Vec<Sourced<&'static str>> {
    let why = "without it, the other direction would stay open";
    ["Ingress", "Egress"]
        .map(|way| ledger.default(way, why))
        .into()
}

/// The namespace of the operator.
fn operator_namespace(ledger: &mut Ledger, network: &Network) -> Sourced<String> {
    let namespace = network.operator_namespace.as_ref();
    name(
        ledger,
        namespace,
        "cnpg-system",
        "where the operator is installed by default",
    )
}

/// The namespace of Prometheus.
fn prometheus_namespace(ledger: &mut Ledger, network: &Network) -> Sourced<String> {
    let namespace = network.prometheus_namespace.as_ref();
    name(
        ledger,
        namespace,
        "monitoring",
        "where Prometheus is installed by convention",
    )
}

/// The operator's pods.
fn operator_pods(ledger: &mut Ledger) -> Selector {
    let name = ledger.default(
        "cloudnative-pg".to_owned(),
        "the label of the operator's pods",
    );
    Selector::labels(one("app.kubernetes.io/name", name))
}

/// A name of the spec, or the usual one.
fn name(
    ledger: &mut Ledger,
    given: Option<&Sourced<DnsLabel>>,
    usual: &str,
    why: &str,
) -> Sourced<String> {
    match given {
        Some(given) => text(given),
        None => ledger.default(usual.to_owned(), why),
    }
}

/// The pods that may connect for an application of a cluster; none of it where no
/// policy forbids it to any.
pub(super) fn clients(
    ledger: &mut Ledger,
    site: &Site<'_>,
    tenant: &Tenant<'_>,
) -> Option<Vec<Peer>> {
    let network = site.settings.network.as_ref();
    network.filter(|part| part.is_on())?;
    Some(flows::peers(ledger, site, tenant))
}

impl Peer {
    /// The name of its namespace, if it is named; else it is that of the policy.
    pub fn named_namespace(&self) -> Option<&str> {
        let labels = &self.namespace_selector.as_ref()?.match_labels;
        Some(&labels.get(flows::NAMESPACE_NAME)?.value)
    }
}

/// The policies of a cluster's own pods.
pub(super) fn objects(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Object> {
    let Some(part) = site.settings.network.as_ref().filter(|part| part.is_on()) else {
        return Vec::new();
    };
    let network = &part.settings;
    let object = |ledger: &mut Ledger, suffix, policy| {
        let name = names::suffixed(ledger, &site.name, suffix);
        let metadata = site.metadata(ledger, name, Component::Network);
        Object::new(metadata, Body::NetworkPolicy(policy), part.switched_by())
    };
    let policy = flows::instances(ledger, site, network);
    let mut objects = vec![object(ledger, "instances", policy)];
    if !site.poolers.is_empty() {
        let policy = flows::poolers(ledger, site, network);
        objects.push(object(ledger, "poolers", policy));
    }
    objects
}

/// The policies of a cluster that is made to be checked: its own, and the Job's.
pub(super) fn verification_objects(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Object> {
    let Some(part) = site.settings.network.as_ref().filter(|part| part.is_on()) else {
        return Vec::new();
    };
    let network = &part.settings;
    let policies = [
        ("instances", flows::verified(ledger, site, network)),
        ("verification", flows::verification(ledger, site, network)),
    ];
    policies
        .into_iter()
        .map(|(suffix, policy)| {
            let name = names::suffixed(ledger, &site.name, suffix);
            let metadata = site.metadata(ledger, name, Component::Network);
            Object::new(metadata, Body::NetworkPolicy(policy), part.switched_by())
        })
        .collect()
}

/// The policies of the operator's pods and of its plugin's, if the settings of an
/// environment ask for them.
pub(super) fn operator_objects(
    ledger: &mut Ledger,
    common: &Common<'_>,
    plugin: bool,
) -> Vec<Object> {
    let part = common.settings.network.as_ref().filter(|part| part.is_on());
    let Some(network) = part.map(|part| &part.settings) else {
        return Vec::new();
    };
    let Some(asked) = network.operator_policy.filter(|asked| asked.value) else {
        return Vec::new();
    };
    let namespace = operator_namespace(ledger, network);
    // Every environment has its own, for each may be another Kubernetes cluster;
    // in one and the same they add up.
    let prefix = format!("{}-{}", common.project, common.environment);
    let object = |ledger: &mut Ledger, suffix: &str, policy| {
        let why = "the project, the environment, and whose policy it is";
        let from = [common.project.origin, common.environment.origin];
        let name = ledger.derived(format!("{prefix}-{suffix}"), why, from);
        let metadata = common.metadata(ledger, name, Some(namespace.clone()));
        Object::new(metadata, Body::NetworkPolicy(policy), asked.origin)
    };
    let policy = operator::operator(ledger, network);
    let mut objects = vec![object(ledger, "operator", policy)];
    if plugin {
        let policy = operator::plugin(ledger, network);
        objects.push(object(ledger, "plugin", policy));
    }
    objects
}
