//! The quota of a namespace: as large as what is rendered into it needs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ledger::Ledger;
use super::metadata::Common;
use super::object::{Body, Object};
use super::object_store;
use super::site::Site;
use crate::kube::Quantity;
use crate::spec::{OriginId, Part, Quota, Sourced};

/// What a `ResourceQuota` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ResourceQuota {
    /// The most that all objects of the namespace together may ask for. There is no
    /// limit on CPU: poolers have none, and would be refused.
    pub hard: BTreeMap<&'static str, Sourced<Quantity>>,
}

/// What the pods and volumes of a namespace ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Need {
    /// CPU in thousandths of a core.
    cpu: u64,
    /// Memory in bytes, requested and limited alike.
    memory: u64,
    /// Storage in bytes.
    storage: u64,
    pods: u64,
    volumes: u64,
}

/// The quota of the namespace that these clusters share, if one of them asks for it.
pub(super) fn object(
    ledger: &mut Ledger,
    common: &Common<'_>,
    namespace: &Sourced<String>,
    sites: &[&Site<'_>],
) -> Option<Object> {
    let mut parts = sites.iter().filter_map(|site| site.settings.quota.as_ref());
    let part: &Part<Quota> = parts.find(|part| part.is_on())?;
    let headroom = part.settings.headroom;
    let percent = 100 + u64::from(headroom.map_or(0, |headroom| headroom.value));
    let mut need = Need::default();
    for site in sites {
        need.add(ledger, site);
    }
    let with_headroom = |amount: u64| amount.saturating_mul(percent).div_ceil(100);
    let why = "what the clusters and poolers of the namespace need, with one more instance of each cluster, for the Job that makes it, and one more pod of each pooler";
    let mut from: Vec<OriginId> = vec![part.switched_by()];
    from.extend(headroom.map(|headroom| headroom.origin));
    from.extend(sites.iter().map(|site| site.instances.origin));
    let origin = ledger.origins.derived(why, from);
    let count = |amount: u64| Quantity::from_millis(amount.saturating_mul(1000));
    let hard = [
        (
            "requests.cpu",
            Quantity::from_millis(with_headroom(need.cpu)),
        ),
        (
            "requests.memory",
            Quantity::from_bytes(whole_mebibytes(with_headroom(need.memory))),
        ),
        (
            "limits.memory",
            Quantity::from_bytes(whole_mebibytes(with_headroom(need.memory))),
        ),
        (
            "requests.storage",
            Quantity::from_bytes(whole_mebibytes(with_headroom(need.storage))),
        ),
        ("persistentvolumeclaims", count(with_headroom(need.volumes))),
        ("pods", count(with_headroom(need.pods))),
    ];
    let hard = hard
        .into_iter()
        .map(|(key, value)| (key, Sourced::new(value, origin)));
    let body = Body::ResourceQuota(ResourceQuota {
        hard: hard.collect(),
    });
    let name = ledger.derived(
        namespace.value.clone(),
        "a namespace has one quota of pgspec",
        [namespace.origin],
    );
    let metadata = common.metadata(ledger, name, Some(namespace.clone()));
    Some(Object::new(metadata, body, part.switched_by()))
}

impl Need {
    fn add(&mut self, ledger: &mut Ledger, site: &Site<'_>) {
        let sizes = &site.sizes;
        // While an instance is made anew, its Job is there beside the others.
        let instances = u64::from(site.instances.value).saturating_add(1);
        self.more(instances, &sizes.cpu.value, &sizes.memory.value);
        if let Some(store) = &site.store
            && site.operator.has_barman_plugin()
        {
            let (cpu, memory) = object_store::container(ledger, store);
            self.more(instances, &cpu.value, &memory.value);
        }
        self.pods = self.pods.saturating_add(instances);
        let volumes = std::iter::once(&sizes.storage).chain(&sizes.wal);
        for volume in volumes {
            let size = bytes(&volume.value).saturating_mul(instances);
            self.storage = self.storage.saturating_add(size);
            self.volumes = self.volumes.saturating_add(instances);
        }
        for pooler in &site.poolers {
            let pods = u64::from(pooler.instances.value).saturating_add(1);
            self.more(pods, &pooler.cpu.value, &pooler.memory.value);
            self.pods = self.pods.saturating_add(pods);
        }
    }

    fn more(&mut self, pods: u64, cpu: &Quantity, memory: &Quantity) {
        let millis = u64::try_from(cpu.millis()).unwrap_or(u64::MAX);
        self.cpu = self.cpu.saturating_add(millis.saturating_mul(pods));
        self.memory = self
            .memory
            .saturating_add(bytes(memory).saturating_mul(pods));
    }
}

fn bytes(quantity: &Quantity) -> u64 {
    u64::try_from(quantity.bytes()).unwrap_or(u64::MAX)
}

/// Rounded up to whole mebibytes, which people can read.
fn whole_mebibytes(bytes: u64) -> u64 {
    const MEBIBYTE: u64 = 1 << 20;
    bytes.div_ceil(MEBIBYTE).saturating_mul(MEBIBYTE)
}
