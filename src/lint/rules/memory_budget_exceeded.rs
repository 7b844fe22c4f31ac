//! `memory-budget-exceeded`: the memory limit has room for what the parameters allow.

use crate::knowledge::tuning::Bytes;
use crate::knowledge::tuning::capacity::{Footprint, MemorySettings, footprint};
use crate::lint::kind::CLUSTER;
use crate::lint::view::{memory, parameter, server};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Operators, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("memory-budget-exceeded"),
    family: Family::Practice,
    topic: Topic::Capacity,
    severities: Severities::of(Level::Off, Level::Info, Level::Warning),
    summary: "the memory limit has room for what the parameters allow",
    rationale: "
`work_mem` is the limit of one sort, not of the server: each connection may have
one, and each worker of autovacuum may take `maintenance_work_mem`. When the sum
reaches the limit of the Pod, its kernel kills a process, and the operator starts
the whole instance again or fails over.
",
    sources: &[
        Source {
            title: "PostgreSQL, Resource Consumption, Memory",
            url: "https://www.postgresql.org/docs/current/runtime-config-resource.html#RUNTIME-CONFIG-RESOURCE-MEMORY",
        },
        Source {
            title: "CloudNativePG, Resource Management",
            url: "https://cloudnative-pg.io/documentation/current/resource_management/",
        },
    ],
    bad: &[
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      max_connections: "400"
      shared_buffers: 1GB
      work_mem: 64MB
  resources:
    limits:
      memory: 4Gi  #~
"#,
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      shared_buffers: 2GB
      maintenance_work_mem: 1GB
  resources:
    limits:
      memory: 4Gi  #~
",
    ],
    good: &[
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      max_connections: "400"
      shared_buffers: 1GB
      work_mem: 8MB
  resources:
    limits:
      memory: 4Gi
"#,
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      max_connections: "400"
      shared_buffers: 1GB
      work_mem: 64MB
"#,
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  resources:
    limits:
      memory: 256Mi
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["shared-buffers-above-request"],
        operators: Operators::ALL,
    },
    check: Check::Each(&[&CLUSTER], check),
};

/// The parameters that make a server larger.
const LARGER: [&str; 4] = [
    "shared_buffers",
    "work_mem",
    "maintenance_work_mem",
    "max_connections",
];

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let limit = memory::limit(cluster);
    let written: Vec<_> = LARGER
        .into_iter()
        .filter_map(|name| parameter::slot(cluster, name).node())
        .collect();
    if written.is_empty() || memory::has_huge_pages(cluster) != Some(false) {
        return;
    }
    let Some((most, taken)) = memory::bytes(&limit).zip(taken(cx, cluster)) else {
        return;
    };
    let sorting = taken.shared.plus(taken.usual);
    let (need, what) = if taken.fixed() > most {
        (
            taken.fixed(),
            "shared buffers, autovacuum and an index build",
        )
    } else {
        (sorting, "a quarter of the connections, with one sort each,")
    };
    if need <= most {
        return;
    }
    let parts = [
        ("shared memory", taken.shared),
        ("autovacuum", taken.autovacuum),
        ("an index build", taken.maintenance),
        ("a sort in every fourth connection", taken.usual),
    ];
    let parts = parts.map(|(what, amount)| format!("{} for {what}", rounded(amount)));
    let finding = reporter.report(
        limit,
        format!(
            "{what} may take {} of memory, and the limit is {most}",
            rounded(need)
        ),
        "the limit",
    );
    for node in written {
        finding.relate(node.span(), "counts");
    }
    finding.help(format!(
        "lower what is set, or raise the limit: {}",
        parts.join(", ")
    ));
}

/// In megabytes, for people.
fn rounded(amount: Bytes) -> Bytes {
    amount.whole_mb()
}

/// What the server may take; nothing where nobody can tell.
fn taken(cx: &Context, cluster: Object) -> Option<Footprint> {
    let bytes = |name| parameter::bytes(cx, cluster, name);
    let count = |name| u32::try_from(parameter::integer(cx, cluster, name)?).ok();
    let major = server::majors(cluster).into_iter().min()?;
    let workers = count("autovacuum_max_workers")?;
    Some(footprint(&MemorySettings {
        shared_buffers: bytes("shared_buffers")??,
        work_mem: bytes("work_mem")??,
        // Sorts alone: hashes may take more.
        hash_mem_multiplier: 1.0,
        maintenance_work_mem: bytes("maintenance_work_mem")??,
        autovacuum_work_mem: bytes("autovacuum_work_mem")?,
        autovacuum_max_workers: workers,
        max_connections: count("max_connections")?,
        ..MemorySettings::defaults(major)
    }))
}
