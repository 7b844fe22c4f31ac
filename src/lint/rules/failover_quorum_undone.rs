//! `failover-quorum-undone`: the failover quorum is said once.

use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("failover-quorum-undone"),
    family: Family::NoEffect,
    topic: Topic::Availability,
    severities: Severities::all(Level::Error),
    summary: "the annotation of the failover quorum does not contradict its field",
    rationale: "
The annotation `alpha.cnpg.io/failoverQuorum` is older than the field
`synchronous.failoverQuorum`, and it wins: with `false` a failover may promote an
instance that lacks transactions, although the field forbids it.
",
    sources: &[
        Source {
            title: "CloudNativePG, cluster_defaults.go, tryConvertAlphaFailoverQuorum",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/api/v1/cluster_defaults.go",
        },
        Source {
            title: "CloudNativePG, Failover, Failover quorum",
            url: "https://cloudnative-pg.io/documentation/current/failover/#failover-quorum-quorum-based-failover",
        },
    ],
    bad: &[r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    alpha.cnpg.io/failoverQuorum: "false"  #~
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    synchronous:
      method: any
      number: 1
      failoverQuorum: true
"#],
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
  postgresql:
    synchronous:
      method: any
      number: 1
      failoverQuorum: true
",
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    alpha.cnpg.io/failoverQuorum: "true"
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    synchronous:
      method: any
      number: 1
      failoverQuorum: true
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let annotation = cluster.annotation("alpha.cnpg.io/failoverQuorum").text();
    let field = cluster.slot(&["spec", "postgresql", "synchronous", "failoverQuorum"]);
    let Some(Some(annotated)) = annotation.written() else {
        return;
    };
    // The spellings of Go's `ParseBool`.
    let off = ["0", "f", "F", "false", "False", "FALSE"].contains(&annotated);
    if off && field.boolean_or(false).written() == Some(true) {
        reporter
            .report(
                annotation,
                "this annotation switches the failover quorum off",
                "wins over the field",
            )
            .relate(field.span(), "has no effect")
            .help("remove the annotation");
    }
}
