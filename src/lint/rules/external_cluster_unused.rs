//! `external-cluster-unused`: external clusters are of use.

use crate::lint::kind::{CLUSTER, SUBSCRIPTION};
use crate::lint::view::external;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("external-cluster-unused"),
    family: Family::NoEffect,
    topic: Topic::Migration,
    severities: Severities::all(Level::Info),
    summary: "every external cluster is used by something",
    rationale: "
An entry of `externalClusters` does nothing by itself: a bootstrap, a replica
cluster or a Subscription names it. One that nothing names is either left over or
misses its other half.
",
    sources: &[Source {
        title: "CloudNativePG, Bootstrap, The externalClusters section",
        url: "https://cloudnative-pg.io/documentation/current/bootstrap/#the-externalclusters-section",
    }],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      database: app
  externalClusters:
    - name: main-origin  #~
      connectionParameters:
        host: db.example.com
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      database: app
      import:
        type: microservice
        databases:
          - app
        source:
          externalCluster: main-origin
  externalClusters:
    - name: main-origin
      connectionParameters:
        host: db.example.com
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      database: app
  externalClusters:
    - name: main-origin
      connectionParameters:
        host: db.example.com
---
apiVersion: postgresql.cnpg.io/v1
kind: Subscription
metadata:
  name: main-all
spec:
  name: everything
  dbname: app
  publicationName: everything
  cluster:
    name: main
  externalClusterName: main-origin
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

/// Where a cluster names an external one.
static NAMED: [&[&str]; 6] = [
    &["spec", "bootstrap", "recovery", "source"],
    &["spec", "bootstrap", "pg_basebackup", "source"],
    &[
        "spec",
        "bootstrap",
        "initdb",
        "import",
        "source",
        "externalCluster",
    ],
    &["spec", "replica", "source"],
    &["spec", "replica", "primary"],
    &["spec", "replica", "self"],
];

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let externals = external::of(cluster).unwrap_or_default();
    if externals.is_empty() {
        return;
    }
    let subscriptions = cx.referring(&SUBSCRIPTION, cluster);
    let own = NAMED.iter().map(|path| cluster.slot(path).text());
    let theirs = subscriptions
        .objects
        .iter()
        .map(|object| object.slot(&["spec", "externalClusterName"]).text());
    let mut used = Vec::new();
    for name in own.chain(theirs) {
        // What is not known may be any of them.
        let Some(name) = name.value() else { return };
        used.extend(name);
    }
    // A name that is not there may be meant for one that is.
    let known = |name: &&str| externals.iter().any(|one| one.name() == Some(*name));
    if !subscriptions.complete || !used.iter().all(known) {
        return;
    }
    for external in externals {
        let Some(name) = external.name().filter(|name| !used.contains(name)) else {
            continue;
        };
        if Some(name) != cluster.name() {
            reporter
                .report(
                    external.slot.at(&["name"]),
                    format!("nothing uses the external cluster `{name}`"),
                    "is named nowhere",
                )
                .help("remove it, or name it where it is meant");
        }
    }
}
