//! `single-instance`: a cluster goes on when an instance is lost.

use crate::lint::kind::CLUSTER;
use crate::lint::view::replica;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("single-instance"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::of(Level::Off, Level::Info, Level::Error).untold(Level::Info),
    summary: "every cluster that applications write to has more than one instance",
    rationale: "
With one instance there is nothing to fail over to. When its node is lost, drained
or upgraded, the database is away until the Pod runs elsewhere, which must wait
for the volume to be detached; when the volume is lost, the database is as old
as its last backup. Every change that restarts the instance is an outage.

A replica cluster is passed over: nobody writes to it, and the cluster that it
follows has the data.
",
    sources: &[
        Source {
            title: "CloudNativePG, Frequently Asked Questions, Database management",
            url: "https://cloudnative-pg.io/documentation/current/faq/#database-management",
        },
        Source {
            title: "CloudNativePG, Architecture, PostgreSQL architecture",
            url: "https://cloudnative-pg.io/documentation/current/architecture/#postgresql-architecture",
        },
    ],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 1  #~
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main  #~
spec:
  storage:
    size: 10Gi
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
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 2
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 1
  replica:
    enabled: true
    source: main-origin
  externalClusters:
    - name: main-origin
      connectionParameters:
        host: main-origin-rw
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let instances = cluster.slot(&["spec", "instances"]).integer_or(1);
    if reporter.need(instances) != Some(1) {
        return;
    }
    match replica::is_replica(cluster) {
        Some(true) => {}
        None => reporter.unknown(cluster, "whether it is a replica is not known here"),
        Some(false) => {
            reporter
                .report(
                    instances,
                    "the cluster has one instance",
                    "nothing to fail over to",
                )
                .help("write `instances: 3`");
        }
    }
}
