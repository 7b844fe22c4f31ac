//! Alerts about instances that are not there, or not as they should be.

use super::{Alert, Scope, Severity};
use crate::spec::Spread;

pub(super) fn alerts(scope: &Scope<'_>) -> Vec<Alert> {
    let site = scope.site;
    let name = &site.name;
    let instances = site.instances.value;
    let asked = [site.instances.origin];
    let up = scope.of("cnpg_collector_up");
    let recovery = scope.of("cnpg_pg_replication_in_recovery");
    let mut alerts = vec![
        scope.alert(
            "CNPGClusterOffline",
            "nothing of the cluster is left",
            format!("absent({up} == 1)"),
            "5m",
            Severity::Critical,
            format!("No instance of {name} answers metrics with PostgreSQL up"),
            &[],
        ),
        scope.alert(
            "CNPGNoPrimary",
            "nobody can write",
            format!(
                "(count({recovery} == 0) or on () vector(0)) == 0 and on () count({up} == 1) > 0"
            ),
            "2m",
            Severity::Critical,
            format!("{name} has running instances but no primary"),
            &[],
        ),
        scope.alert(
            "CNPGInstanceMetricsAbsent",
            "nothing else can be told of an instance without metrics",
            format!("{} == 0", scope.of("up")),
            "10m",
            Severity::Warning,
            "Prometheus cannot scrape {{ $labels.pod }}".to_owned(),
            &[],
        ),
        scope.alert(
            "CNPGCollectionError",
            "other alerts are blind while metrics cannot be collected",
            format!("{} == 1", scope.of("cnpg_collector_last_collection_error")),
            "15m",
            Severity::Warning,
            "{{ $labels.pod }} cannot collect some of its metrics".to_owned(),
            &[],
        ),
        scope.alert(
            "CNPGFenced",
            "a fenced instance stays down until somebody lifts the fence",
            format!("{} == 1", scope.of("cnpg_collector_fencing_on")),
            "30m",
            Severity::Warning,
            "{{ $labels.pod }} is still fenced".to_owned(),
            &[],
        ),
    ];
    if site.has_standbys() {
        alerts.extend([
            scope.alert(
                "CNPGMultiplePrimaries",
                "two primaries take different writes",
                format!("count({recovery} == 0) > 1"),
                "2m",
                Severity::Critical,
                format!("{name} has {{{{ $value }}}} instances out of recovery"),
                &asked,
            ),
            scope.alert(
                "CNPGMissingInstances",
                "the next failure meets fewer standbys than planned",
                format!("(count({up} == 1) or on () vector(0)) < {instances}"),
                "15m",
                Severity::Warning,
                format!("{name} runs {{{{ $value }}}} of {instances} instances"),
                &asked,
            ),
        ]);
        alerts.extend(same_node(scope));
    }
    alerts
}

/// Instances that share a node, where they are meant to be apart.
fn same_node(scope: &Scope<'_>) -> Option<Alert> {
    let site = scope.site;
    let nodes = site
        .settings
        .affinity
        .as_ref()
        .and_then(|affinity| affinity.nodes);
    if nodes.is_some_and(|nodes| nodes.value == Spread::Off) {
        return None;
    }
    let instances = site.instances.value;
    let used = scope.of("cnpg_collector_nodes_used");
    Some(scope.alert(
        "CNPGInstancesOnSameNode",
        "instances on one node fail together",
        // -1 where an instance may not look at nodes.
        format!("max({used}) > 0 and max({used}) < {instances}"),
        "15m",
        Severity::Warning,
        format!(
            "{instances} instances of {} run on {{{{ $value }}}} nodes",
            site.name
        ),
        &[site.instances.origin],
    ))
}
