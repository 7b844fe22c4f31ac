//! Where in its store a cluster's archive is, and that no other is there.

use std::collections::BTreeMap;

use super::ledger::Ledger;
use super::metadata::Map;
use super::object::Body;
use super::site::Site;
use super::store::Store;
use super::{ClusterPlan, Environment};
use crate::spec::{Problem, Sourced};

/// The parameters by which the plugin knows the archive of a cluster: the object
/// with its store, and its folder in there.
pub(super) fn parameters(ledger: &mut Ledger, site: &Site<'_>) -> Option<Map> {
    let store = site.store.as_ref()?;
    let server = server(ledger, site, store);
    let from = [store.switched_by, site.name.origin];
    let why = "each cluster has an object of its own for its store";
    let object = ledger.derived(site.name.value.clone(), why, from);
    Some(Map::from([
        ("barmanObjectName".to_owned(), object),
        ("serverName".to_owned(), server),
    ]))
}

/// The name of the folder: the spec's, or the cluster's, and the generation.
pub(super) fn server(ledger: &mut Ledger, site: &Site<'_>, store: &Store<'_>) -> Sourced<String> {
    let from = [store.switched_by, site.name.origin];
    let why =
        "the cluster's folder in the store; the plugin's default is the name of whoever reads";
    let own = ledger.derived(site.name.value.clone(), why, from);
    let Some(archive) = &store.backup.archive else {
        return own;
    };
    // A restored cluster does not write to where the one that it is made from does.
    if site.source.is_some() {
        return own;
    }
    let given = archive.server_name.as_ref();
    let name = given.map_or(own, |given| site.names(None).fill(ledger, given));
    match archive.generation.filter(|number| 1 < number.value) {
        None => name,
        Some(number) => {
            let why = "a generation of its own, so that what is older stays as it is";
            ledger.derived(
                format!("{name}-{number}"),
                why,
                [number.origin, name.origin],
            )
        }
    }
}

/// An archive: the address of its service, its folder, and the name in there.
type Place<'p> = (Option<&'p str>, &'p str, &'p str);

/// Tells which clusters would write to one archive: neither could be restored.
pub(super) fn collisions(ledger: &mut Ledger, environments: &[Environment]) {
    let mut known: BTreeMap<Place<'_>, (String, &Sourced<String>)> = BTreeMap::new();
    for environment in environments {
        for cluster in &environment.clusters {
            let Some((place, server)) = place(cluster) else {
                continue;
            };
            let name = format!("{}/{}", environment.name, cluster.name);
            let (_, folder, folder_name) = place;
            let Some((other, others)) = known.insert(place, (name.clone(), server)) else {
                continue;
            };
            let message = format!(
                "the archives of `{other}` and `{name}` would be in one folder: `{folder}/{folder_name}`"
            );
            let problem = Problem::new(ledger.span(server.origin), message)
                .related(ledger.span(others.origin), "the other one")
                .help("write `{environment}` into the `path` of the store, or give one another `serverName` or `generation` with `backup: { archive: … }`");
            ledger.report(problem);
        }
    }
}

fn place(cluster: &ClusterPlan) -> Option<(Place<'_>, &Sourced<String>)> {
    let body = cluster.objects.iter().find_map(|object| {
        if let Body::Cluster(cluster) = &object.body {
            Some(cluster)
        } else {
            None
        }
    })?;
    if let Some(store) = &body.barman_object_store {
        let endpoint = store.endpoint_url.as_ref().map(|url| url.value.as_str());
        let folder = store.destination_path.value.trim_end_matches('/');
        return Some((
            (endpoint, folder, &store.server_name.value),
            &store.server_name,
        ));
    }
    let store = cluster.objects.iter().find_map(|object| {
        if let Body::ObjectStore(store) = &object.body {
            Some(store)
        } else {
            None
        }
    })?;
    let plugin = body
        .plugins
        .iter()
        .find(|plugin| plugin.is_wal_archiver.value)?;
    let server = plugin.parameters.get("serverName")?;
    let endpoint = store.endpoint_url.as_ref().map(|url| url.value.as_str());
    let folder = store.destination_path.value.trim_end_matches('/');
    Some(((endpoint, folder, &server.value), server))
}
