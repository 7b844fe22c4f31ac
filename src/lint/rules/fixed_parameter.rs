//! `fixed-parameter`: the operator keeps its own parameters.

use crate::knowledge::operator::parameters;
use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("fixed-parameter"),
    family: Family::Admission,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Error),
    summary: "no parameter is set that the operator keeps for itself",
    rationale: "
The operator decides where files are, how WAL is archived and how replicas
follow. It refuses a cluster that sets one of these parameters to another value.
",
    sources: &[
        Source {
            title: "CloudNativePG, PostgreSQL Configuration, Fixed parameters",
            url: "https://cloudnative-pg.io/documentation/current/postgresql_conf/#fixed-parameters",
        },
        Source {
            title: "CloudNativePG, configuration.go, FixedConfigurationParameters",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/pkg/postgres/configuration.go",
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
  postgresql:
    parameters:
      archive_command: cp %p /archive/%f  #~
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
  postgresql:
    parameters:
      shared_preload_libraries: pg_cron  #~
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
  postgresql:
    parameters:
      work_mem: 16MB
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
  postgresql:
    parameters:
      log_destination: csvlog
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let operator = &cx.target().operator;
    for (name, value) in cluster
        .slot(&["spec", "postgresql", "parameters"])
        .entries()
    {
        let Some(fixed) = parameters::fixed(&name, operator) else {
            continue;
        };
        let Some(text) = reporter.need(value.text()).flatten() else {
            continue;
        };
        let Some(node) = value.node() else { continue };
        if !parameters::refuses(&name, text, operator) {
            continue;
        }
        let help = fixed.instead.map_or_else(
            || "remove the line".to_owned(),
            |field| format!("remove the line; `{field}` is there for it"),
        );
        reporter
            .report(
                Key(node),
                format!("the operator refuses `{name}`"),
                if fixed.written {
                    "the operator sets it"
                } else {
                    "nobody may set it"
                },
            )
            .help(help)
            .explain(node.path());
    }
}
