//! Network policies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kube::{DnsLabel, LabelKey, LabelValue};
use crate::spec::{Cidr, List, OriginId, Sourced, Table};

/// Network policies: who may reach the pods, and whom they may reach.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Network {
    /// The namespace of the operator. Without it: `cnpg-system`.
    pub operator_namespace: Option<Sourced<DnsLabel>>,
    /// The namespace of Prometheus. Without it: `monitoring`.
    pub prometheus_namespace: Option<Sourced<DnsLabel>>,
    /// Whether policies for the operator's own pods are rendered too, for a
    /// namespace where nothing is allowed that no policy allows. Without it: no.
    pub operator_policy: Option<Sourced<bool>>,
    /// Where the cluster's DNS runs.
    pub dns: Option<Dns>,
    /// Where the Kubernetes API server is.
    pub api_server: Option<ApiServer>,
    /// Where the object stores are.
    pub object_store: Option<ObjectStoreAccess>,
}

/// Where the cluster's DNS runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Dns {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// Its namespace. Without it: `kube-system`.
    pub namespace: Option<Sourced<DnsLabel>>,
    /// The labels of its pods. Without it: `k8s-app: kube-dns`.
    pub labels: Option<Table<LabelKey, Sourced<LabelValue>>>,
}

/// Where the Kubernetes API server is, as pods reach it: the addresses behind the
/// `kubernetes` Service, not that Service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct ApiServer {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// Its addresses, in CIDR notation. Without it: any address.
    pub cidrs: Option<List<Cidr>>,
    /// Its ports. Without it: 443 and 6443.
    pub ports: Option<List<Port>>,
}

/// Where object stores are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct ObjectStoreAccess {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// Their addresses, in CIDR notation. Without it: any address.
    pub cidrs: Option<List<Cidr>>,
    /// Their ports. Without it: 443, or that of the store's endpoint.
    pub ports: Option<List<Port>>,
}

/// A TCP port.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema,
)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Port(#[schemars(range(min = 1))] u16);

impl Port {
    /// The number.
    pub fn get(self) -> u16 {
        self.0
    }
}
