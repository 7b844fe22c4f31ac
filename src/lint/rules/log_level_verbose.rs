//! `log-level-verbose`: the log is for operation.

use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("log-level-verbose"),
    family: Family::Practice,
    topic: Topic::Capacity,
    severities: Severities::of(Level::Off, Level::Info, Level::Info),
    summary: "no cluster logs at `debug` or `trace`",
    rationale: "
At `debug` and `trace` the instance manager logs each step, and so does `initdb`.
It is of use for an hour; to change it restarts all instances.
",
    sources: &[Source {
        title: "CloudNativePG, Logging, Cluster logs",
        url: "https://cloudnative-pg.io/documentation/current/logging/#cluster-logs",
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
  logLevel: debug  #~
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
  logLevel: info
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
  logLevel: warning
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let level = cluster.slot(&["spec", "logLevel"]).text_or("info");
    let Some(name) = reporter.need(level) else {
        return;
    };
    if ["debug", "trace"].contains(&name) {
        reporter
            .report(
                level,
                format!("the instances log at `{name}`"),
                "is for the hunt of a fault",
            )
            .help("remove the line once the fault is found");
    }
}
