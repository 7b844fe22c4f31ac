//! `update-supervised`: updates come to an end.

use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("update-supervised"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::of(Level::Off, Level::Info, Level::Info),
    summary: "updates of the primary wait for nobody",
    rationale: "
With `supervised` the operator updates the replicas and waits for someone to
switch over by hand. Until then the cluster runs in two versions, security
updates of the primary are pending, and further changes wait behind them. Where
manifests are applied by a tool, nobody may be there to do it.
",
    sources: &[
        Source {
            title: "CloudNativePG, Rolling updates, Manual updates",
            url: "https://cloudnative-pg.io/documentation/current/rolling_update/#manual-updates-supervised",
        },
        Source {
            title: "cloudnative-pg#10863",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/10863",
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
  primaryUpdateStrategy: supervised  #~
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
  primaryUpdateStrategy: unsupervised
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
  primaryUpdateMethod: switchover
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
  primaryUpdateStrategy: unsupervised
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let strategy = cluster
        .slot(&["spec", "primaryUpdateStrategy"])
        .text_or("unsupervised");
    if reporter.need(strategy) == Some("supervised") {
        reporter
            .report(
                strategy,
                "each update waits until someone switches over by hand",
                "leaves the primary as it is",
            )
            .help("remove the line, or see to it that someone is told");
    }
}
