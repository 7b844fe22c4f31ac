//! `autoscaler-on-cluster`: the operator decides about instances.

use crate::lint::kind::{CLUSTER, HORIZONTAL_POD_AUTOSCALER, VERTICAL_POD_AUTOSCALER};

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("autoscaler-on-cluster"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::of(Level::Info, Level::Warning, Level::Warning),
    summary: "no autoscaler changes what the operator decides about a cluster",
    rationale: r#"
The operator owns the pods. Resources that a VerticalPodAutoscaler writes on them
differ from what the Cluster says and PostgreSQL was tuned for, and it evicts pods
without a switchover. A HorizontalPodAutoscaler adds replicas, which take no load
from the primary, by an average over instances that do different work. The
documentation advises against both, but for `updateMode: "Off"`.
"#,
    sources: &[
        Source {
            title: "CloudNativePG, Resource management, Integration with the Vertical Pod Autoscaler",
            url: "https://cloudnative-pg.io/documentation/current/resource_management/#integration-with-the-vertical-pod-autoscaler-vpa",
        },
        Source {
            title: "CloudNativePG, Resource management, Integration with the Horizontal Pod Autoscaler",
            url: "https://cloudnative-pg.io/documentation/current/resource_management/#integration-with-the-horizontal-pod-autoscaler-hpa",
        },
    ],
    bad: &[
        "
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  name: main  #~
spec:
  targetRef:
    apiVersion: postgresql.cnpg.io/v1
    kind: Cluster
    name: main
",
        "
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  name: main
spec:
  targetRef:
    apiVersion: postgresql.cnpg.io/v1
    kind: Cluster
    name: main
  updatePolicy:
    updateMode: Initial  #~
",
        "
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: main
spec:
  scaleTargetRef:
    apiVersion: postgresql.cnpg.io/v1
    kind: Cluster  #~
    name: main
  minReplicas: 1
  maxReplicas: 3
",
    ],
    good: &[
        r#"
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  name: main
spec:
  targetRef:
    apiVersion: postgresql.cnpg.io/v1
    kind: Cluster
    name: main
  updatePolicy:
    updateMode: "Off"
"#,
        "
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  name: main
spec:
  targetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: main
",
        "
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: main
spec:
  scaleTargetRef:
    apiVersion: postgresql.cnpg.io/v1
    kind: Pooler
    name: main
  minReplicas: 1
  maxReplicas: 3
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(
        &[&HORIZONTAL_POD_AUTOSCALER, &VERTICAL_POD_AUTOSCALER],
        check,
    ),
};

fn check(_: &Context, autoscaler: Object, reporter: &mut Reporter) {
    let vertical = autoscaler.is(&VERTICAL_POD_AUTOSCALER);
    let target = if vertical {
        autoscaler.slot(&["spec", "targetRef"])
    } else {
        autoscaler.slot(&["spec", "scaleTargetRef"])
    };
    let kind = target.at(&["kind"]).text();
    let version = target.at(&["apiVersion"]).text().written().flatten();
    let group = version.and_then(|version| version.split('/').next());
    if kind.written().flatten() != Some(CLUSTER.name) || group != Some(CLUSTER.group) {
        return;
    }
    if !vertical {
        reporter
            .report(
                kind,
                "replicas that come and go take no load from the primary",
                "is scaled by an average over primary and replicas",
            )
            .help("remove the autoscaler, and write the number of instances into the Cluster");
        return;
    }
    let mode = autoscaler
        .slot(&["spec", "updatePolicy", "updateMode"])
        .text_or("Recreate");
    let Some(changes) = reporter.need(mode).filter(|mode| *mode != "Off") else {
        return;
    };
    reporter
        .report(
            mode,
            "this autoscaler changes the resources of instances behind the operator's back",
            format!("works in the mode `{changes}`"),
        )
        .help("set `updateMode: \"Off\"`, and write what it recommends into the Cluster");
}
