//! `pooler-exceeds-max-connections`: poolers open no more connections than the server takes.

use crate::knowledge::tuning::pools::{PoolSettings, available_connections};
use crate::lint::kind::POOLER;
use crate::lint::view::{parameter, pool};
use crate::lint::{
    Check, Collector, Context, Family, FixSafety, Level, Limits, Object, Rule, RuleId, Severities,
    Slot, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("pooler-exceeds-max-connections"),
    family: Family::Practice,
    topic: Topic::Capacity,
    severities: Severities::of(Level::Off, Level::Warning, Level::Error),
    summary: "the poolers of a cluster open no more connections than its server takes",
    rationale: "
Each Pod of a Pooler has a pool of its own for every pair of user and database.
Together they may open more connections than the server has left for them; then
clients wait or fail, and the one who wants to look into it does not get in
either. PostgreSQL keeps some connections for superusers, and the operator, its
metrics and the look-up of passwords need a few.
",
    sources: &[
        Source {
            title: "CloudNativePG, Connection Pooling",
            url: "https://cloudnative-pg.io/documentation/current/connection_pooling/",
        },
        Source {
            title: "PgBouncer, config, default_pool_size",
            url: "https://www.pgbouncer.org/config.html#default_pool_size",
        },
        Source {
            title: "PostgreSQL, Connections and Authentication, max_connections",
            url: "https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-MAX-CONNECTIONS",
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
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 3
  type: rw
  pgbouncer:
    poolMode: transaction
    parameters:
      max_client_conn: "1000"
      default_pool_size: "50"  #~
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
---
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-db
spec:
  cluster:
    name: main
  name: orders
  owner: orders
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 2
  type: rw
  pgbouncer:  #~
    poolMode: session
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-jobs
spec:
  cluster:
    name: main
  instances: 1
  type: rw
  pgbouncer:
    poolMode: transaction
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
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 3
  type: rw
  pgbouncer:
    poolMode: transaction
    parameters:
      max_client_conn: "1000"
      default_pool_size: "50"
      max_db_connections: "20"
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
      max_connections: "300"
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 3
  type: rw
  pgbouncer:
    poolMode: transaction
    parameters:
      default_pool_size: "50"
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
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 2
  type: rw
  pgbouncer:
    poolMode: transaction
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-read
spec:
  cluster:
    name: main
  instances: 2
  type: ro
  pgbouncer:
    poolMode: transaction
    parameters:
      default_pool_size: "50"
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Set(check),
};

fn check(cx: &Context, all: &mut Collector) {
    for cluster in cx.clusters() {
        judge(cx, *cluster, all);
    }
}

/// Speaks if the poolers of a cluster that lead to its primary ask for too much.
fn judge<'a>(cx: &Context<'a>, cluster: Object<'a>, all: &mut Collector) {
    let limit = |name| u32::try_from(parameter::integer(cx, cluster, name)?).ok();
    let (Some(most), Some(superusers), Some(reserved)) = (
        limit("max_connections"),
        limit("superuser_reserved_connections"),
        limit("reserved_connections"),
    ) else {
        return;
    };
    let left = available_connections(most, superusers, reserved);
    let (users, databases) = pool::reached(cx, cluster);
    let mut pools: Vec<(u32, PoolSettings, Object)> = Vec::new();
    for pooler in cx.referring(&POOLER, cluster).objects {
        if pooler.slot(&["spec", "type"]).text_or("rw").value() != Some("rw") {
            continue;
        }
        // What is filled in later may be nothing.
        if let Some(settings) = pool::settings(pooler) {
            pools.push((settings.demand(users, databases), settings, pooler));
        }
    }
    let demand = pools
        .iter()
        .fold(0u32, |sum, (demand, ..)| sum.saturating_add(*demand));
    let largest = pools.iter().max_by_key(|(demand, ..)| *demand);
    let Some((_, settings, pooler)) = largest.filter(|_| demand > left) else {
        return;
    };
    let mut reporter = all.on(*pooler);
    let finding = reporter.report(
        place(*pooler),
        format!("poolers may open {demand} connections, and the server has {left} for them"),
        "opens the most of them",
    );
    for (demand, _, other) in pools.iter().filter(|(.., other)| other.id() != pooler.id()) {
        finding.relate(other.grip(), format!("opens up to {demand}"));
    }
    if let Some(node) = parameter::slot(cluster, "max_connections").node() {
        finding.relate(node.span(), "the server takes so many");
    }
    finding.help(help(
        settings,
        [users, databases],
        [most, most.saturating_sub(left)],
    ));
}

/// The arithmetic, and the way out.
fn help(pool: &PoolSettings, [users, databases]: [u32; 2], [most, kept]: [u32; 2]) -> String {
    let pods = pool.instances.saturating_add(pool.instances.div_ceil(4));
    let size = pool
        .default_pool_size
        .saturating_add(pool.reserve_pool_size);
    let pools = match users.max(databases) {
        1 => format!("a pool of {size}"),
        count => format!("{count} pools of {size}"),
    };
    format!(
        "set `max_db_connections` or a smaller `default_pool_size`, or raise `max_connections`; \
         {pods} pods (one more for every four in a rollout) with {pools} each, \
         and {kept} of {most} connections are kept for others"
    )
}

/// The field that makes pools large.
fn place(pooler: Object) -> Slot {
    pooler.slot(&["spec", "pgbouncer", "parameters", "default_pool_size"])
}
