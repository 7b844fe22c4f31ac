//! `drain-blocked`: a node can be drained.

use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Operators, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("drain-blocked"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::all(Level::Warning),
    summary: "the only instance of a cluster does not keep its node from being drained",
    rationale: "
The operator makes a `PodDisruptionBudget` that keeps the primary running, for a
cluster of one instance too. With nobody to take over, an eviction is refused
for ever: drains, node upgrades and autoscalers wait until someone deletes the
pod by hand.
",
    sources: &[
        Source {
            title: "CloudNativePG, Kubernetes Upgrade and Maintenance, Single instance clusters",
            url: "https://cloudnative-pg.io/documentation/current/kubernetes_upgrade/#single-instance-clusters-with-reusepvc-set-to-false",
        },
        Source {
            title: "CloudNativePG, issue 2570",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/2570",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 1  #~
  storage:
    size: 10Gi
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 1
  storage:
    size: 10Gi
  enablePDB: false
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
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["single-instance"],
        operators: Operators::ALL,
    },
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let instances = cluster.slot(&["spec", "instances"]).integer_or(1);
    let budget = cluster.slot(&["spec", "enablePDB"]).boolean_or(true);
    if instances.value() != Some(1) || reporter.need(budget) != Some(true) {
        return;
    }
    reporter
        .report(
            instances,
            "the node of the only instance cannot be drained",
            "the operator protects it with a PodDisruptionBudget",
        )
        .help("set `enablePDB: false`, or more instances");
}
