//! `delay-ignored`: a delay is a time.

use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("delay-ignored"),
    family: Family::NoEffect,
    topic: Topic::Availability,
    severities: Severities::all(Level::Warning),
    summary: "every delay is a positive number of seconds",
    rationale: "
The operator takes a delay that is zero or negative for one that is not set, and
uses its default: an hour for a start or a switchover, half an hour for a stop.
",
    sources: &[
        Source {
            title: "CloudNativePG, cluster_funcs.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/api/v1/cluster_funcs.go",
        },
        Source {
            title: "CloudNativePG, API reference, ClusterSpec",
            url: "https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/#clusterspec",
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
  switchoverDelay: 0  #~
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
  startDelay: -1  #~
  stopDelay: 0  #~
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
  switchoverDelay: 1
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
  failoverDelay: 0
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let spec = cluster.slot(&["spec"]);
    for (name, default) in [
        ("startDelay", 3600),
        ("stopDelay", 1800),
        ("switchoverDelay", 3600),
    ] {
        let delay = spec.key(name).integer_or(default);
        if reporter.need(delay).is_some_and(|seconds| seconds <= 0) {
            reporter
                .report(
                    delay,
                    format!("the operator ignores this and waits {default} s"),
                    "is not a positive number of seconds",
                )
                .help("write a positive number of seconds, or remove the line");
        }
    }
}
