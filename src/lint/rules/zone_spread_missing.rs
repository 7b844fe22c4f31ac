//! `zone-spread-missing`: a cluster survives the loss of a zone.

use crate::lint::kind::CLUSTER;
use crate::lint::view::placement;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("zone-spread-missing"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::of(Level::Off, Level::Info, Level::Warning).untold(Level::Off),
    summary: "instances of a production cluster are spread over zones",
    rationale: "
Instances on different nodes may all be in one zone, and the operator does not
care for zones by itself. Without a constraint the loss of a zone can take the
whole database with it, on a Kubernetes cluster that has others to run on.

Many have one zone, and manifests do not tell: where nobody says that a cluster
is for production, the rule keeps silent.
",
    sources: &[
        Source {
            title: "CloudNativePG, Scheduling, Topology considerations",
            url: "https://cloudnative-pg.io/documentation/current/scheduling/#topology-considerations",
        },
        Source {
            title: "CloudNativePG, Architecture, Multi-availability zone Kubernetes clusters",
            url: "https://cloudnative-pg.io/documentation/current/architecture/#multi-availability-zone-kubernetes-clusters",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main  #~
spec:
  instances: 3
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
  instances: 3
  storage:
    size: 10Gi
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: topology.kubernetes.io/zone
      whenUnsatisfiable: DoNotSchedule
      labelSelector:
        matchLabels:
          cnpg.io/cluster: main
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
  affinity:
    topologyKey: topology.kubernetes.io/zone
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
    nodeSelector:
      topology.kubernetes.io/zone: main-a
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let several = placement::instances(cluster).is_some_and(|instances| instances > 1);
    if several && placement::considers_zones(cluster) == Some(false) {
        let constraints = cluster.slot(&["spec", "topologySpreadConstraints"]);
        reporter
            .report(
                constraints,
                "all instances may be in one zone",
                "nothing spreads them over zones",
            )
            .help(
                "add a `topologySpreadConstraints` entry for `topology.kubernetes.io/zone`; \
                 where there is one zone only, silence the rule",
            );
    }
}
