//! `cluster-not-found`: every Cluster that is named is there.

use crate::lint::kind::CLUSTER;
use crate::lint::kind::{
    BACKUP, DATABASE, DATABASE_ROLE, POOLER, PUBLICATION, SCHEDULED_BACKUP, SUBSCRIPTION,
};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Lookup, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("cluster-not-found"),
    family: Family::NoEffect,
    topic: Topic::Schema,
    severities: Severities::all(Level::Error),
    summary: "every Cluster that another object names is in its namespace",
    rationale: "
Backups, poolers, databases and the like name their Cluster, which must be in
their own namespace. Where there is none of that name they wait forever; most of
them say so nowhere but in the operator's log. The rule speaks when everything
that will be applied was given.
",
    sources: &[
        Source {
            title: "CloudNativePG, API reference",
            url: "https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/",
        },
        Source {
            title: "CloudNativePG, backup_controller.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/internal/controller/backup_controller.go",
        },
    ],
    bad: &[
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
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: 0 0 2 * * *
  cluster:
    name: main-db  #~
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
  namespace: main-apps
spec:
  cluster:
    name: main  #~
  pgbouncer: {}
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  namespace: main-databases
spec:
  instances: 3
  storage:
    size: 10Gi
",
    ],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main-db
spec:
  instances: 3
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  cluster:
    name: main-db
  schedule: 0 0 2 * * *
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
  namespace: main-apps
spec:
  cluster:
    name: main
  pgbouncer: {}
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(
        &[
            &BACKUP,
            &DATABASE,
            &DATABASE_ROLE,
            &POOLER,
            &PUBLICATION,
            &SCHEDULED_BACKUP,
            &SUBSCRIPTION,
        ],
        check,
    ),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    let slot = object.slot(&["spec", "cluster", "name"]);
    let Some(name) = slot
        .text()
        .written()
        .flatten()
        .filter(|name| !name.is_empty())
    else {
        return;
    };
    let Lookup::Absent = cx.find(object, &CLUSTER, name) else {
        return;
    };
    let namespace = object.namespace().unwrap_or("its namespace");
    let finding = reporter.report(
        slot,
        format!("there is no Cluster `{name}` in {namespace}"),
        "named here",
    );
    let clusters = cx.clusters().iter().copied();
    let mut clusters = clusters.filter(|cluster| !cluster.is_partial());
    if let Some(cluster) = clusters
        .clone()
        .find(|cluster| cluster.name() == Some(name))
    {
        finding
            .relate(cluster.grip(), "this one is in another namespace")
            .help("put both into one namespace");
    } else if let (Some(cluster), None) = (clusters.next(), clusters.next()) {
        let only = cluster.name().unwrap_or_default();
        finding.help(format!("name one that is there, such as `{only}`"));
    } else {
        finding.help("add the Cluster, or name one that is there");
    }
}
