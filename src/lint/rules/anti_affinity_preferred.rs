//! `anti-affinity-preferred`: instances never share a node.

use crate::lint::kind::CLUSTER;
use crate::lint::view::placement;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("anti-affinity-preferred"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::of(Level::Off, Level::Off, Level::Info).untold(Level::Off),
    summary: "instances of a production cluster are not allowed to share a node",
    rationale: "
The operator's anti-affinity is `preferred` by default: where nodes are short of
room the scheduler puts two instances on one node, tells nobody, and never moves
them apart again. With `required` the instance waits for a node of its own, for
which there must be as many nodes as instances, and one more to drain a node.

The default is right where nodes are few: where nobody says that a cluster is
for production, the rule keeps silent.
",
    sources: &[Source {
        title: "CloudNativePG, Scheduling, Pod affinity and anti-affinity",
        url: "https://cloudnative-pg.io/documentation/current/scheduling/#pod-affinity-and-anti-affinity",
    }],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main  #~
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
  instances: 3
  storage:
    size: 10Gi
  affinity:
    podAntiAffinityType: preferred  #~
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
  affinity:
    podAntiAffinityType: required
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
    let kind = cluster.slot(&["spec", "affinity", "podAntiAffinityType"]);
    let several = placement::instances(cluster).is_some_and(|instances| instances > 1);
    let enabled = placement::anti_affinity(cluster).boolean_or(true).value();
    if several && enabled == Some(true) && placement::may_share_a_node(cluster) == Some(true) {
        reporter
            .report(
                kind,
                "two instances may share a node when room is short",
                "kept apart only where that is easy",
            )
            .help("set `podAntiAffinityType: required` if there are more nodes than instances");
    }
}
