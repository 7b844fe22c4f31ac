//! `disruption-budget-off`: a drain does not take down the primary.

use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("disruption-budget-off"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::of(Level::Off, Level::Info, Level::Warning),
    summary: "a cluster with several instances keeps its disruption budgets",
    rationale: "
The budgets make a drain wait for the switchover, and take replicas one at a
time. Without them draining several nodes at once may evict all instances
together, synchronous standbys included.
",
    sources: &[Source {
        title: "CloudNativePG, Kubernetes Upgrade and Maintenance, Pod Disruption Budgets",
        url: "https://cloudnative-pg.io/documentation/current/kubernetes_upgrade/#pod-disruption-budgets",
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
  enablePDB: false  #~
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
  enablePDB: true
",
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
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let budget = cluster.slot(&["spec", "enablePDB"]).boolean_or(true);
    let instances = cluster.slot(&["spec", "instances"]).integer_or(1).value();
    if instances.is_some_and(|instances| instances > 1) && reporter.need(budget) == Some(false) {
        reporter
            .report(
                budget,
                "drains may evict all instances at once",
                "no PodDisruptionBudget",
            )
            .help("remove the line");
    }
}
