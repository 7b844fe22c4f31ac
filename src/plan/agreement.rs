//! Whether what an application says of itself can hold in a cluster that it shares.
//!
//! Some settings are the application's own wherever it is: its database, its roles,
//! its clients. Some add up: sizes, poolers, parameters, lines of `pg_hba`. The rest
//! is about the cluster as a whole: there the application and the cluster agree, or
//! it is a problem. Nothing that a spec says is dropped in silence.

use super::ledger::Ledger;
use super::placement::Allotment;
use crate::spec::{App, OriginId, Part, Placement, Problem, Settings, Sourced, Table};

/// Tells what the applications of a shared cluster cannot have there.
pub(super) fn check(ledger: &mut Ledger, allotment: &Allotment<'_>) {
    if allotment.placement == Placement::PerApp {
        return;
    }
    for app in &allotment.apps {
        for disagreement in disagreements(&app.own, allotment.settings) {
            report(ledger, allotment, app, &disagreement);
        }
    }
}

/// A setting of the cluster as a whole that an application would have otherwise.
struct Disagreement {
    /// Its key.
    key: &'static str,
    /// Where the application says it.
    asked: OriginId,
    /// Where the cluster has its own, if it has.
    has: Option<OriginId>,
    /// The values, where they can be told in a word.
    values: Option<(String, String)>,
}

fn disagreements(own: &Settings, cluster: &Settings) -> Vec<Disagreement> {
    // Destructured, so that a new setting cannot be overlooked: it is the
    // application's own, adds up, or is compared below.
    let Settings {
        postgres,
        image,
        placement: _,
        namespace,
        size: _,
        cpu: _,
        memory: _,
        storage: _,
        wal: _,
        storage_class,
        wal_storage_class,
        instances,
        zones,
        affinity,
        node_selector,
        tolerations,
        priority_class,
        labels: _,
        annotations: _,
        log_level,
        workload: _,
        synchronous,
        parameters: _,
        preload_libraries: _,
        pg_hba: _,
        database: _,
        roles: _,
        clients: _,
        import,
        poolers: _,
        secrets,
        tls,
        backup,
        monitoring,
        network,
        pod_disruption_budget,
        deletion_guard,
        quota,
        accept: _,
    } = own;
    let affinity_differs = affinity.is_some() && *affinity != cluster.affinity;
    let affinity = affinity
        .as_ref()
        .filter(|_| affinity_differs)
        .map(|own| Disagreement {
            key: "affinity",
            asked: own.origin,
            has: cluster.affinity.as_ref().map(|affinity| affinity.origin),
            values: None,
        });
    let all = [
        value("postgres", postgres.as_ref(), cluster.postgres.as_ref()),
        value("image", image.as_ref(), cluster.image.as_ref()),
        value("namespace", namespace.as_ref(), cluster.namespace.as_ref()),
        value(
            "storageClass",
            storage_class.as_ref(),
            cluster.storage_class.as_ref(),
        ),
        value(
            "walStorageClass",
            wal_storage_class.as_ref(),
            cluster.wal_storage_class.as_ref(),
        ),
        value("instances", instances.as_ref(), cluster.instances.as_ref()),
        value(
            "priorityClass",
            priority_class.as_ref(),
            cluster.priority_class.as_ref(),
        ),
        plain("logLevel", log_level.as_ref(), cluster.log_level.as_ref()),
        plain("zones", zones.as_ref(), cluster.zones.as_ref()),
        plain(
            "tolerations",
            tolerations.as_ref(),
            cluster.tolerations.as_ref(),
        ),
        table(
            "nodeSelector",
            node_selector.as_ref(),
            cluster.node_selector.as_ref(),
        ),
        affinity,
        part(
            "synchronous",
            synchronous.as_ref(),
            cluster.synchronous.as_ref(),
        ),
        part(
            "secrets.externalSecrets",
            secrets
                .as_ref()
                .and_then(|own| own.external_secrets.as_ref()),
            cluster
                .secrets
                .as_ref()
                .and_then(|cluster| cluster.external_secrets.as_ref()),
        ),
        plain(
            "tls.required",
            tls.as_ref().and_then(|own| own.required.as_ref()),
            cluster.tls.as_ref().and_then(|tls| tls.required.as_ref()),
        ),
        part(
            "tls.certManager",
            tls.as_ref().and_then(|own| own.cert_manager.as_ref()),
            cluster
                .tls
                .as_ref()
                .and_then(|tls| tls.cert_manager.as_ref()),
        ),
        part("import", import.as_ref(), cluster.import.as_ref()),
        part("backup", backup.as_ref(), cluster.backup.as_ref()),
        part(
            "monitoring",
            monitoring.as_ref(),
            cluster.monitoring.as_ref(),
        ),
        part("network", network.as_ref(), cluster.network.as_ref()),
        part(
            "podDisruptionBudget",
            pod_disruption_budget.as_ref(),
            cluster.pod_disruption_budget.as_ref(),
        ),
        part(
            "deletionGuard",
            deletion_guard.as_ref(),
            cluster.deletion_guard.as_ref(),
        ),
        part("quota", quota.as_ref(), cluster.quota.as_ref()),
    ];
    all.into_iter().flatten().collect()
}

/// A setting that can be told in a word.
fn value<T: PartialEq + std::fmt::Display>(
    key: &'static str,
    own: Option<&Sourced<T>>,
    cluster: Option<&Sourced<T>>,
) -> Option<Disagreement> {
    let mut disagreement = plain(key, own, cluster)?;
    if let (Some(own), Some(cluster)) = (own, cluster) {
        disagreement.values = Some((own.to_string(), cluster.to_string()));
    }
    Some(disagreement)
}

fn plain<T: PartialEq>(
    key: &'static str,
    own: Option<&Sourced<T>>,
    cluster: Option<&Sourced<T>>,
) -> Option<Disagreement> {
    let own = own?;
    let same = cluster.is_some_and(|cluster| cluster.value == own.value);
    (!same).then(|| Disagreement {
        key,
        asked: own.origin,
        has: cluster.map(|cluster| cluster.origin),
        values: None,
    })
}

fn table<K: Ord, V: PartialEq>(
    key: &'static str,
    own: Option<&Table<K, Sourced<V>>>,
    cluster: Option<&Table<K, Sourced<V>>>,
) -> Option<Disagreement> {
    let own = own?;
    // What an application says is merged with what the cluster has, so it is
    // enough that each of its entries is there.
    let has = |key: &K, value: &Sourced<V>| {
        let cluster = cluster.and_then(|cluster| cluster.iter().find(|(other, _)| *other == key));
        cluster.is_some_and(|(_, other)| other.value == value.value)
    };
    let same = own.iter().all(|(key, value)| has(key, value));
    (!same).then(|| Disagreement {
        key,
        asked: own.origin,
        has: cluster.map(|cluster| cluster.origin),
        values: None,
    })
}

/// A part: switched alike, it may still have settings of its own, which are told.
fn part<T: PartialEq + Default>(
    key: &'static str,
    own: Option<&Part<T>>,
    cluster: Option<&Part<T>>,
) -> Option<Disagreement> {
    let own = own?;
    let is_on = |part: Option<&Part<T>>| part.is_some_and(Part::is_on);
    let alike = own.is_on() == is_on(cluster);
    let bare = own.settings == T::default();
    (!(alike && (bare || !own.is_on()))).then(|| Disagreement {
        key,
        asked: own.origin,
        has: cluster.map(|cluster| cluster.origin),
        values: None,
    })
}

fn report(ledger: &mut Ledger, allotment: &Allotment<'_>, app: &App, disagreement: &Disagreement) {
    let Disagreement {
        key,
        asked,
        has,
        values,
    } = disagreement;
    let cluster = &allotment.name;
    let message = match values {
        Some((own, other)) => format!(
            "`{}` asks for `{key}: {own}`, but the cluster `{cluster}` that it shares has {other}",
            app.name
        ),
        None => format!(
            "`{}` has its own `{key}`, but shares the cluster `{cluster}`",
            app.name
        ),
    };
    let mut problem = Problem::new(ledger.span(*asked), message).help(format!(
        "give the application a cluster of its own there (`placement: per-app`), say `{key}` only under its `environments` where it has one, or say it for the cluster"
    ));
    if let Some(place) = has.and_then(|has| ledger.origins.in_spec(has)) {
        problem = problem.related(place, "what the cluster has");
    }
    ledger.report(problem);
}
