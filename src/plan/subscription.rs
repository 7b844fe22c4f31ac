//! What a database receives from the server that it is moved from.

use serde::Serialize;

use super::import;
use super::ledger::Ledger;
use super::metadata::Component;
use super::names::{self, text};
use super::object::{Body, Object};
use super::site::Site;
use crate::spec::{ImportMethod, Sourced};

/// The publication, unless the spec names it.
const NAME: &str = "pgspec";

/// What a `Subscription` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// The cluster.
    pub cluster: Sourced<String>,
    /// Its name in PostgreSQL.
    pub name: Sourced<String>,
    /// The database that receives.
    pub dbname: Sourced<String>,
    /// The server that publishes.
    pub external_cluster_name: Sourced<&'static str>,
    /// The publication.
    pub publication_name: Sourced<String>,
    /// What becomes of the subscription when the object is deleted.
    pub subscription_reclaim_policy: Sourced<&'static str>,
}

/// The subscription of a cluster whose data is moved by logical replication, until
/// the spec ends it.
pub(super) fn object(ledger: &mut Ledger, site: &Site<'_>) -> Option<Object> {
    let part = import::part(site)?;
    let settings = &part.settings;
    let method = import::method(ledger, site)?;
    let ended = settings.subscribed.is_some_and(|there| !there.value);
    if method.value != ImportMethod::Logical || ended {
        return None;
    }
    let [tenant] = site.tenants.as_slice() else {
        return None;
    };
    let publication = match &settings.publication {
        Some(name) => text(name),
        None => ledger.default(NAME.to_owned(), "any name does"),
    };
    let why = "with it goes the slot in the source, which would keep WAL for ever";
    let name = names::suffixed(ledger, &site.name, "import");
    let metadata = site.tenant_metadata(ledger, tenant, name, Component::Database);
    let body = Body::Subscription(Subscription {
        cluster: site.name.clone(),
        name: slot(ledger, site),
        dbname: tenant.database.clone(),
        external_cluster_name: ledger.derived(
            import::SOURCE,
            "the server that it comes from",
            [part.origin],
        ),
        publication_name: publication,
        subscription_reclaim_policy: ledger.default("delete", why),
    });
    Some(Object::new(metadata, body, part.switched_by()))
}

/// The longest name of a replication slot, in bytes.
const MAX_SLOT: usize = 63;

/// The name of the subscription, which is that of its slot in the source as well:
/// several environments may receive from one server.
fn slot(ledger: &mut Ledger, site: &Site<'_>) -> Sourced<String> {
    let mut name = format!("{}_{}", site.environment, site.name).replace(['-', '.'], "_");
    name.truncate(MAX_SLOT);
    let why = "the environment and the cluster: each has a slot of its own in the source";
    ledger.derived(name, why, [site.environment.origin, site.name.origin])
}
