//! `spread-selects-nothing`: a spread constraint counts the instances.

use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("spread-selects-nothing"),
    family: Family::NoEffect,
    topic: Topic::Availability,
    severities: Severities::all(Level::Error),
    summary: "a topology spread constraint of a cluster selects its instances",
    rationale: "
A constraint counts the pods that its selector matches, and the operator passes
it on as it is. One without a selector counts none, and so does one that names
another cluster: the instances are spread by nothing, and nobody tells.
",
    sources: &[
        Source {
            title: "Kubernetes, Pod Topology Spread Constraints, labelSelector",
            url: "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition",
        },
        Source {
            title: "CloudNativePG, Labels and annotations, Predefined labels",
            url: "https://cloudnative-pg.io/documentation/current/labels_annotations/#predefined-labels",
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
  topologySpreadConstraints:
    - maxSkew: 1  #~
      topologyKey: topology.kubernetes.io/zone
      whenUnsatisfiable: DoNotSchedule
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
      topologyKey: topology.kubernetes.io/zone
      whenUnsatisfiable: DoNotSchedule
      labelSelector:
        matchLabels:
          cnpg.io/cluster: main-2  #~
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
  instances: 3
  storage:
    size: 10Gi
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: topology.kubernetes.io/zone
      whenUnsatisfiable: DoNotSchedule
      labelSelector:
        matchLabels:
          team: orders
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let constraints = cluster.slot(&["spec", "topologySpreadConstraints"]);
    for constraint in constraints.items() {
        let selector = constraint.at(&["labelSelector"]);
        if selector.is_present() == Some(false) {
            reporter
                .report(
                    selector,
                    "the constraint spreads nothing: it has no selector",
                    "lacks `labelSelector`",
                )
                .help("select the instances: `labelSelector.matchLabels[cnpg.io/cluster]`");
            continue;
        }
        let named = selector.at(&["matchLabels"]).key(CLUSTER_LABEL).text();
        let (Some(named_as), Some(name)) = (named.written().flatten(), cluster.name()) else {
            continue;
        };
        if named_as != name {
            reporter
                .report(
                    named,
                    format!("the constraint counts the pods of `{named_as}`, not of this cluster"),
                    "another cluster",
                )
                .help(format!("write `{name}`"));
        }
    }
}

/// The label by which pods name their cluster.
const CLUSTER_LABEL: &str = "cnpg.io/cluster";
