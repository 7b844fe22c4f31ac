//! `liveness-timeout-ignored`: the patience of the liveness probe is said once.

use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("liveness-timeout-ignored"),
    family: Family::NoEffect,
    topic: Topic::Availability,
    severities: Severities::all(Level::Warning),
    summary: "`livenessProbeTimeout` stands beside no `failureThreshold` of the liveness probe",
    rationale: "
The operator makes the failure threshold of the liveness probe out of
`livenessProbeTimeout`, but only if `probes.liveness.failureThreshold` is not
written. With both, the timeout is ignored.
",
    sources: &[
        Source {
            title: "CloudNativePG, pods.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/specs/pods.go",
        },
        Source {
            title: "CloudNativePG, Instance manager, Liveness probe",
            url: "https://cloudnative-pg.io/documentation/current/instance_manager/#liveness-probe",
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
  livenessProbeTimeout: 60  #~
  probes:
    liveness:
      failureThreshold: 3
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
  probes:
    liveness:
      failureThreshold: 3
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
  livenessProbeTimeout: 60
  probes:
    liveness:
      periodSeconds: 5
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let timeout = cluster.slot(&["spec", "livenessProbeTimeout"]);
    let threshold = cluster.slot(&["spec", "probes", "liveness", "failureThreshold"]);
    let wins = threshold
        .integer_or(0)
        .written()
        .is_some_and(|count| count > 0);
    if let (Some(node), true) = (timeout.node(), wins) {
        reporter
            .report(
                Key(node),
                "this has no effect, as the liveness probe says its threshold itself",
                "is ignored",
            )
            .relate(threshold.span(), "is used instead")
            .help("remove one of both");
    }
}
