//! What Prometheus scrapes. The operator's own `enablePodMonitor` is deprecated.

use serde::Serialize;

use super::ledger::Ledger;
use super::metadata::{Component, Map, one, table};

use super::network_policy::Selector;
use super::object::{Body, Object};
use super::site::Site;
use crate::spec::{OriginId, Sourced};

/// What a `PodMonitor` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PodMonitor {
    /// The pods.
    pub selector: Selector,
    /// The name of their port.
    pub port: Sourced<&'static str>,
}

/// The monitors of a cluster and of its poolers.
pub(super) fn objects(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Object> {
    let Some(part) = site
        .settings
        .monitoring
        .as_ref()
        .filter(|part| part.is_on())
    else {
        return Vec::new();
    };
    let labels = table(part.settings.labels.as_ref());
    let origin = part.switched_by();
    // Poolers carry the label of the cluster too.
    let instance = ledger.default("instance".to_owned(), "the operator's label of instances");
    let mut pods = one("cnpg.io/cluster", site.name.clone());
    pods.insert("cnpg.io/podRole".to_owned(), instance);
    let mut objects = vec![monitor(
        ledger,
        site,
        &labels,
        site.name.clone(),
        pods,
        origin,
    )];
    for pooler in &site.poolers {
        let name = pooler.name(ledger, site);
        let pods = one("cnpg.io/poolerName", name.clone());
        objects.push(monitor(ledger, site, &labels, name, pods, origin));
    }
    objects
}

fn monitor(
    ledger: &mut Ledger,
    site: &Site<'_>,
    labels: &Map,
    name: Sourced<String>,
    pods: Map,
    origin: OriginId,
) -> Object {
    let mut metadata = site.metadata(ledger, name, Component::Monitoring);
    metadata.labels.extend(labels.clone());
    let body = Body::PodMonitor(PodMonitor {
        selector: Selector::labels(pods),
        port: ledger.default("metrics", "the operator's name of the port"),
    });
    Object::new(metadata, body, origin)
}
