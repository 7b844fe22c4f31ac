//! An overview for programs.

use serde_json::{Value, json};

use super::compare::{Comparison, Outcome};
use super::measure::{Backup, Cluster, Totals};
use super::{Environment, Overview};
use crate::kube::Quantity;
use crate::plan::Prerequisite;

/// The version of the form: fields are added, never removed or renamed.
const SCHEMA_VERSION: u32 = 1;

/// The whole overview. CPU is in thousandths of a core, memory and storage in bytes.
pub(super) fn write(overview: &Overview) -> String {
    let value = json!({
        "schema_version": SCHEMA_VERSION,
        "project": overview.project,
        "operator": overview.operator,
        "overrides": overview.overrides,
        "environments": overview.environments.iter().map(environment).collect::<Vec<_>>(),
        "prerequisites": overview.prerequisites.iter().map(prerequisite).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn environment(environment: &Environment) -> Value {
    json!({
        "name": environment.name,
        "totals": totals(&environment.totals),
        "clusters": environment.clusters.iter().map(cluster).collect::<Vec<_>>(),
        "placements": placements(&environment.comparison),
    })
}

fn totals(totals: &Totals) -> Value {
    json!({
        "clusters": totals.clusters,
        "instances": totals.instances,
        "pods": totals.pods,
        "cpu_millis": totals.cpu,
        "memory_bytes": totals.memory,
        "storage_bytes": totals.storage,
        "volumes": totals.volumes,
        "connections": totals.connections,
        "pooler_clients": totals.clients,
    })
}

fn cluster(cluster: &Cluster) -> Value {
    let bytes = |quantity: &Quantity| u64::try_from(quantity.bytes()).unwrap_or(u64::MAX);
    let poolers = cluster.poolers.iter().map(|pooler| {
        json!({
            "instances": pooler.instances,
            "pods": pooler.pods,
            "mode": pooler.mode.as_str(),
        })
    });
    let losses = cluster.losses.iter().map(|loss| {
        json!({
            "failure": loss.failure.name(),
            "commits": loss.commits,
            "outage": loss.outage,
        })
    });
    json!({
        "name": cluster.name,
        "namespace": cluster.namespace,
        "apps": cluster.apps,
        "postgres": cluster.postgres,
        "instances": cluster.instances,
        "per_instance": {
            "cpu_millis": u64::try_from(cluster.cpu.millis()).unwrap_or(u64::MAX),
            "memory_bytes": bytes(&cluster.memory),
            "storage_bytes": bytes(&cluster.storage),
            "wal_bytes": cluster.wal.as_ref().map(bytes),
            "connections": cluster.connections,
        },
        "poolers": poolers.collect::<Vec<_>>(),
        "zones": cluster.zones.map(|(count, required)| json!({ "count": count, "required": required })),
        "nodes": cluster.nodes,
        "synchronous": cluster.synchronous.map(|(number, required)| {
            json!({ "number": number, "required": required })
        }),
        "backup": cluster.backup.as_ref().map(backup),
        "totals": totals(&cluster.totals),
        "losses": losses.collect::<Vec<_>>(),
    })
}

fn backup(backup: &Backup) -> Value {
    json!({
        "to": backup.to,
        "endpoint": backup.endpoint,
        "schedule": backup.schedule,
        "snapshots": backup.snapshots,
        "retention": backup.retention,
        "archive_timeout": backup.archive_timeout,
    })
}

fn placements(comparison: &Comparison) -> Value {
    json!({
        "written": comparison.written.name(),
        "ways": comparison.outcomes.iter().map(outcome).collect::<Vec<_>>(),
    })
}

fn outcome(outcome: &Outcome) -> Value {
    match &outcome.result {
        Ok(placed) => json!({
            "placement": outcome.way.name(),
            "totals": totals(&placed.totals),
            "together": placed.together,
            "blast_radius": placed.blast_radius(),
            "words": {
                "blast_radius": placed.fails(),
                "restore": placed.restores(),
                "upgrades": placed.upgrades(),
            },
            "problems": [],
        }),
        Err(messages) => json!({
            "placement": outcome.way.name(),
            "totals": null,
            "problems": messages,
        }),
    }
}

fn prerequisite(needed: &Prerequisite) -> Value {
    json!({
        "kind": needed.kind.name(),
        "namespace": needed.namespace,
        "name": needed.name,
        "keys": needed.keys,
        "environments": needed.environments,
    })
}
