//! `anti-affinity-off`: instances are kept on different nodes.

use crate::lint::kind::CLUSTER;
use crate::lint::view::placement;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("anti-affinity-off"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::of(Level::Off, Level::Warning, Level::Error),
    summary: "the operator's anti-affinity stays on for a cluster with several instances",
    rationale: "
Without anti-affinity the scheduler may put all instances on one node, and the
loss of that node is the loss of the database: replicas protect nothing.
",
    sources: &[Source {
        title: "CloudNativePG, Scheduling, Pod affinity and anti-affinity",
        url: "https://cloudnative-pg.io/documentation/current/scheduling/#pod-affinity-and-anti-affinity",
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
  affinity:
    enablePodAntiAffinity: false  #~
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
  affinity:
    enablePodAntiAffinity: true
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
  affinity:
    enablePodAntiAffinity: false
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
  affinity:
    enablePodAntiAffinity: false
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: DoNotSchedule
      labelSelector:
        matchLabels:
          cnpg.io/cluster: main
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let enabled = placement::anti_affinity(cluster).boolean_or(true);
    let several = placement::instances(cluster).is_some_and(|instances| instances > 1);
    if several
        && reporter.need(enabled) == Some(false)
        && placement::may_share_a_node(cluster) == Some(true)
    {
        reporter
            .report(
                enabled,
                "one node may run all instances, and take the database down with it",
                "nothing keeps instances apart",
            )
            .help("remove the line, or spread instances with `topologySpreadConstraints`");
    }
}
