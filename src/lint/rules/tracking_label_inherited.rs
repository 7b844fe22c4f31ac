//! `tracking-label-inherited`: what marks objects stays with them.

use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("tracking-label-inherited"),
    family: Family::Practice,
    topic: Topic::Gitops,
    severities: Severities::all(Level::Warning),
    summary: "pods and volumes do not inherit what marks the objects of Argo CD",
    rationale: "
What Argo CD finds with its tracking label and not in git, it takes for left over:
with pruning it deletes it. `inheritedMetadata` writes the label on pods, Secrets
and volumes of the cluster, none of which is in git.
",
    sources: &[
        Source {
            title: "Argo CD, Resource tracking",
            url: "https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/",
        },
        Source {
            title: "CloudNativePG, Labels and annotations, inheritance",
            url: "https://cloudnative-pg.io/documentation/current/labels_annotations/",
        },
        Source {
            title: "argo-cd#3050",
            url: "https://github.com/argoproj/argo-cd/issues/3050",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  inheritedMetadata:
    labels:
      argocd.argoproj.io/instance: main  #~
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
  inheritedMetadata:
    labels:
      team: main
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  labels:
    argocd.argoproj.io/instance: main
spec:
  instances: 3
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let inherited = cluster.slot(&["spec", "inheritedMetadata"]);
    for slot in [
        inherited.at(&["labels"]).key("argocd.argoproj.io/instance"),
        inherited
            .at(&["annotations"])
            .key("argocd.argoproj.io/tracking-id"),
    ] {
        if let Some(node) = slot.node() {
            reporter
                .report(
                    Key(node),
                    "Argo CD takes the pods, Secrets and volumes of this cluster for left over",
                    "is written on each of them",
                )
                .help("remove it");
        }
    }
}
