//! `external-cluster-not-found`: imports and subscriptions name an external cluster that their cluster lists.

use crate::lint::kind::{CLUSTER, SUBSCRIPTION};
use crate::lint::view::external;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("external-cluster-not-found"),
    family: Family::NoEffect,
    topic: Topic::Migration,
    severities: Severities::all(Level::Error),
    summary: "imports and subscriptions name an external cluster that their cluster lists",
    rationale: "

The source of an import and of a subscription is found by its name among
`spec.externalClusters` of the cluster. The webhook does not look it up: the Job
that imports fails again and again, and the subscription is never made.
",
    sources: &[
        Source {
            title: "CloudNativePG, Importing Postgres databases",
            url: "https://cloudnative-pg.io/documentation/current/database_import/",
        },
        Source {
            title: "CloudNativePG, Logical Replication",
            url: "https://cloudnative-pg.io/documentation/current/logical_replication/",
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
  bootstrap:
    initdb:
      import:
        type: microservice
        databases:
          - app
        source:
          externalCluster: main-source  #~
  externalClusters:
    - name: main-origin
      connectionParameters:
        host: main-origin-rw
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  externalClusters:
    - name: main-origin
      connectionParameters:
        host: main-origin-rw
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: Subscription
metadata:
  name: main
spec:
  cluster:
    name: main
  dbname: app
  name: main
  publicationName: main
  externalClusterName: main-source  #~
",
    ],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  bootstrap:
    initdb:
      import:
        type: microservice
        databases:
          - app
        source:
          externalCluster: main-origin
  externalClusters:
    - name: main-origin
      connectionParameters:
        host: main-origin-rw
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  externalClusters:
    - name: main-origin
      connectionParameters:
        host: main-origin-rw
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: Subscription
metadata:
  name: main
spec:
  cluster:
    name: main
  dbname: app
  name: main
  publicationName: main
  externalClusterName: main-origin
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Subscription
metadata:
  name: main
spec:
  cluster:
    name: main
  dbname: app
  name: main
  publicationName: main
  externalClusterName: main-origin
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &SUBSCRIPTION], check),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    let (cluster, named) = if object.is(&CLUSTER) {
        (
            Some(object),
            object.slot(&[
                "spec",
                "bootstrap",
                "initdb",
                "import",
                "source",
                "externalCluster",
            ]),
        )
    } else {
        let name = object.slot(&["spec", "cluster", "name"]).text();
        let name = name.written().flatten();
        let cluster = name.and_then(|name| cx.find(object, &CLUSTER, name).found());
        (cluster, object.slot(&["spec", "externalClusterName"]))
    };
    let named = named.text();
    let (Some(cluster), Some(name)) = (cluster, named.written().flatten()) else {
        return;
    };
    let known: Option<Vec<&str>> = external::of(cluster)
        .and_then(|listed| listed.into_iter().map(external::External::name).collect());
    let Some(known) = known else { return };
    if !known.contains(&name) {
        reporter
            .report(
                named,
                format!("the cluster has no external cluster `{name}`"),
                "not among `externalClusters`",
            )
            .help("name an entry of the cluster's `externalClusters`, or add one");
    }
}
