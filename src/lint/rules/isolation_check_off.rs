//! `isolation-check-off`: there is one primary.

use crate::lint::kind::CLUSTER;
use crate::lint::view::placement;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Operators, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("isolation-check-off"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::of(Level::Info, Level::Warning, Level::Warning),
    summary: "a primary that is cut off is stopped",
    rationale: "
A primary that reaches neither the API server nor its replicas fails its liveness
probe and is stopped, before another one is promoted. Without that check it goes
on writing, and what clients on its side of the network write is lost.
",
    sources: &[
        Source {
            title: "CloudNativePG, Instance manager, Primary isolation",
            url: "https://cloudnative-pg.io/documentation/current/instance_manager/#primary-isolation",
        },
        Source {
            title: "cloudnative-pg#7407",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/7407",
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
  probes:
    liveness:
      isolationCheck:
        enabled: false  #~
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
      isolationCheck:
        enabled: true
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
  probes:
    liveness:
      isolationCheck:
        enabled: false
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        operators: Operators::since(1, 27),
        ..Limits::NONE
    },
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let enabled = cluster
        .slot(&["spec", "probes", "liveness", "isolationCheck", "enabled"])
        .boolean_or(true);
    let several = placement::instances(cluster).is_some_and(|instances| instances > 1);
    if several && reporter.need(enabled) == Some(false) {
        reporter
            .report(
                enabled,
                "a primary that is cut off goes on writing while another is promoted",
                "is switched off",
            )
            .help("remove the line");
    }
}
